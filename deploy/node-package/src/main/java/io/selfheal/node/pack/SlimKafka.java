package io.selfheal.node.pack;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes out of kafka-clients what agents never use and each of their processes would hold, some 8 MiB, and lets it use
 * buffers again. Three classes change:
 *
 * <ul>
 *   <li>{@code ApiMessageType} lists every request and answer of the protocol with the schemas of all its versions, which
 *       loads and starts about 450 classes of messages. A broker asks them how long it must keep a buffer; a client writes
 *       and reads messages by the methods of each. They become empty lists.
 *   <li>{@code AppInfoParser} tells JMX the client's version, which starts all of the JVM's management. Nobody reads JMX in
 *       the agents, which have no metrics reporter either. It tells nothing.
 *   <li>{@code Lz4BlockOutputStream} makes two buffers for each batch. It takes them from {@link BlockBuffers} and gives
 *       them back where it lets go of them when it is closed.
 * </ul>
 *
 * Run by the package's build: {@code SlimKafka FOLDER}, the folder being the unpacked jar. Decision 29.
 */
public final class SlimKafka {
    private static final String TYPES = "org/apache/kafka/common/message/ApiMessageType.class";
    private static final String VERSION = "org/apache/kafka/common/utils/AppInfoParser.class";
    private static final String LZ4 = "org/apache/kafka/common/compress/Lz4BlockOutputStream.class";

    /** Of Kafka 4.1.1, as the other numbers: another version is to be looked at before it is changed. */
    private static final int REQUESTS_AND_ANSWERS = 178;

    private static final int REGISTRATIONS = 2;
    private static final int BUFFERS_MADE = 2;

    /** Two fields on each of the four ways out of {@code close()}. */
    private static final int BUFFERS_LET_GO = 8;

    private static final ClassDesc SCHEMA = ClassDesc.of("org.apache.kafka.common.protocol.types.Schema");

    private static final ClassDesc BUFFERS = ClassDesc.of(BlockBuffers.class.getName());
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final MethodTypeDesc TAKE = MethodTypeDesc.of(BYTES, ConstantDescs.CD_int);
    private static final MethodTypeDesc GIVE = MethodTypeDesc.of(ConstantDescs.CD_void, BYTES);

    private SlimKafka() {}

    /** @throws IllegalStateException where the jar is not what this was written for: nothing of it is packed then */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        change(folder.resolve(TYPES), REQUESTS_AND_ANSWERS, SlimKafka::withoutSchemas);
        change(folder.resolve(VERSION), REGISTRATIONS, SlimKafka::withoutManagement);
        change(folder.resolve(LZ4), BUFFERS_MADE + BUFFERS_LET_GO, SlimKafka::withBuffersOfOthers);
    }

    private static void change(Path file, int expected, Change change) throws IOException {
        AtomicInteger places = new AtomicInteger();
        ClassFile classFile = ClassFile.of();
        byte[] changed = classFile.transformClass(classFile.parse(file), change.counting(places));
        if (places.get() != expected) {
            throw new IllegalStateException(file + ": " + places + " places to change instead of " + expected
                    + "; this Kafka is another one, see docs/decisions/0029-slim-kafka.md");
        }
        Files.write(file, changed);
    }

    /** {@code XRequestData.SCHEMAS} becomes {@code new Schema[0]}. */
    private static ClassTransform withoutSchemas(AtomicInteger places) {
        return ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("<clinit>"), (CodeBuilder code, CodeElement element) -> {
                    if (element instanceof FieldInstruction field
                            && field.opcode() == Opcode.GETSTATIC
                            && field.name().equalsString("SCHEMAS")) {
                        places.incrementAndGet();
                        code.iconst_0().anewarray(SCHEMA);
                    } else {
                        code.with(element);
                    }
                });
    }

    /** {@code registerAppInfo} and {@code unregisterAppInfo} return at once. */
    private static ClassTransform withoutManagement(AtomicInteger places) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && isRegistration(method)) {
                places.incrementAndGet();
                builder.withMethodBody(
                        method.methodName(), method.methodType(), method.flags().flagsMask(), CodeBuilder::return_);
            } else {
                builder.with(element);
            }
        };
    }

    /** {@code new byte[n]} becomes {@code take(n)}; what a field holds is given back before it is set to null. */
    private static ClassTransform withBuffersOfOthers(AtomicInteger places) {
        return ClassTransform.transformingMethods(
                method -> method.methodName().equalsString("<init>")
                        || method.methodName().equalsString("close"),
                MethodTransform.transformingCode(new CodeTransform() {
                    private boolean nothing;

                    @Override
                    public void accept(CodeBuilder code, CodeElement element) {
                        if (element instanceof NewPrimitiveArrayInstruction made && made.typeKind() == TypeKind.BYTE) {
                            places.incrementAndGet();
                            code.invokestatic(BUFFERS, "take", TAKE);
                        } else if (element instanceof FieldInstruction field && nothing && letsGo(field)) {
                            places.incrementAndGet();
                            code.aload(0)
                                    .getfield(
                                            field.owner().asSymbol(),
                                            field.name().stringValue(),
                                            BYTES)
                                    .invokestatic(BUFFERS, "give", GIVE)
                                    .with(element);
                        } else {
                            code.with(element);
                        }
                        nothing = element instanceof ConstantInstruction constant
                                && constant.opcode() == Opcode.ACONST_NULL;
                    }
                }));
    }

    private static boolean letsGo(FieldInstruction field) {
        return field.opcode() == Opcode.PUTFIELD && field.typeSymbol().equals(BYTES);
    }

    private static boolean isRegistration(MethodModel method) {
        return method.methodName().equalsString("registerAppInfo")
                || method.methodName().equalsString("unregisterAppInfo");
    }

    /** A change of a class that counts the places which it found. */
    private interface Change {
        ClassTransform counting(AtomicInteger places);
    }
}
