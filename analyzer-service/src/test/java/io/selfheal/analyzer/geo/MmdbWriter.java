package io.selfheal.analyzer.geo;

import io.selfheal.schemas.net.Cidr;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes databases after the MaxMind DB File Format Specification 2.0: an IPv6 tree of 24-bit records. */
final class MmdbWriter {
    private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private static final int EMPTY = 0;

    private final String type;
    /** Two records a node: 0 empty, positive another node, negative the record of that number plus one. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));

    private final Map<Object, Integer> records = new LinkedHashMap<>();

    MmdbWriter(String type) {
        this.type = type;
    }

    /** What a network's addresses are said to be; call for wider networks first. */
    MmdbWriter add(String network, Map<String, ?> data) {
        int leaf = -1 - records.computeIfAbsent(data, d -> records.size());
        Cidr cidr = Cidr.parse(network);
        byte[] address = new byte[16];
        byte[] given = cidr.address().bytes();
        System.arraycopy(given, 0, address, 16 - given.length, given.length);
        int length = cidr.prefix() + (given.length == 4 ? 96 : 0);
        int node = 0;
        for (int bit = 0; bit < length - 1; bit++) {
            int side = bit(address, bit);
            int next = nodes.get(node)[side];
            if (next <= EMPTY) {
                nodes.add(new int[] {next, next});
                next = nodes.size() - 1;
                nodes.get(node)[side] = next;
            }
            node = next;
        }
        nodes.get(node)[bit(address, length - 1)] = leaf;
        return this;
    }

    private static int bit(byte[] address, int bit) {
        return address[bit >> 3] >> (7 - (bit & 7)) & 1;
    }

    byte[] bytes() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Integer> offsets = new ArrayList<>();
        records.keySet().forEach(record -> {
            offsets.add(data.size());
            value(record, data);
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int written = record > EMPTY
                        ? record
                        : record == EMPTY ? nodes.size() : nodes.size() + 16 + offsets.get(-1 - record);
                file.write(written >> 16);
                file.write(written >> 8);
                file.write(written);
            }
        }
        file.writeBytes(new byte[16]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(MARKER);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", BigInteger.valueOf(1_795_219_200L));
        metadata.put("database_type", type);
        metadata.put("description", Map.of("en", "made by a test"));
        metadata.put("ip_version", 6);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", (long) nodes.size());
        metadata.put("record_size", 24);
        value(metadata, file);
        return file.toByteArray();
    }

    private static void value(Object value, ByteArrayOutputStream to) {
        switch (value) {
            case Map<?, ?> map -> {
                control(7, map.size(), to);
                map.forEach((key, inner) -> {
                    value(key, to);
                    value(inner, to);
                });
            }
            case List<?> list -> {
                control(11, list.size(), to);
                list.forEach(inner -> value(inner, to));
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                control(2, bytes.length, to);
                to.writeBytes(bytes);
            }
            case Double number -> {
                control(3, 8, to);
                DataOutputStream out = new DataOutputStream(to);
                try {
                    out.writeDouble(number);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            case Integer number -> whole(5, number, to);
            case Long number -> whole(6, number, to);
            case BigInteger number -> whole(9, number.longValueExact(), to);
            case Boolean flag -> control(14, flag ? 1 : 0, to);
            default -> throw new IllegalArgumentException("no type for " + value);
        }
    }

    private static void whole(int type, long number, ByteArrayOutputStream to) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
        control(type, size, to);
        for (int i = size - 1; i >= 0; i--) {
            to.write((int) (number >> (8 * i)));
        }
    }

    private static void control(int type, int size, ByteArrayOutputStream to) {
        int inFirst = size < 29 ? size : size < 285 ? 29 : 30;
        to.write(type <= 7 ? type << 5 | inFirst : inFirst);
        if (type > 7) {
            to.write(type - 7);
        }
        if (inFirst == 29) {
            to.write(size - 29);
        } else if (inFirst == 30) {
            to.write((size - 285) >> 8);
            to.write(size - 285);
        }
    }
}
