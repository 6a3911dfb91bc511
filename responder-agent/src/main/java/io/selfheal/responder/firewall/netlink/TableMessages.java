package io.selfheal.responder.firewall.netlink;

import static io.selfheal.responder.firewall.netlink.NfTables.*;

import io.selfheal.responder.firewall.NftSet;
import java.util.function.Consumer;

/**
 * Writes the messages that make our table: what {@code nft} would send for {@code add table inet selfheal}, four sets
 * with a counter for each element, one base chain, and one rule a set.
 */
final class TableMessages {
    private static final int IPV4_SOURCE = 12;
    private static final int IPV6_SOURCE = 8;
    /** nft's own note on a set (NFTNL_UDATA_SET_KEYBYTEORDER, 4 bytes, big endian), so that it can print the keys. */
    private static final byte[] KEYS_IN_NETWORK_ORDER = {0, 4, 2, 0, 0, 0};

    private final Batch batch;

    TableMessages(Batch batch) {
        this.batch = batch;
    }

    /** Makes whatever is missing; the rules are made anew. */
    void install() {
        table(NFT_MSG_NEWTABLE);
        int id = 1;
        for (NftSet set : NftSet.values()) {
            set(set, id++);
        }
        chain();
        MessageWriter flush = batch.change(NFT_MSG_DELRULE, 0);
        flush.text(NFTA_RULE_TABLE, NftSet.TABLE);
        flush.text(NFTA_RULE_CHAIN, NftSet.CHAIN);
        flush.end();
        for (NftSet set : NftSet.values()) {
            rule(set);
        }
    }

    /** Takes the table away with all in it, whether it is there or not. */
    void removeAll() {
        table(NFT_MSG_NEWTABLE);
        table(NFT_MSG_DELTABLE);
    }

    private void table(int message) {
        MessageWriter out = batch.change(message, message == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0);
        out.text(NFTA_TABLE_NAME, NftSet.TABLE);
        out.end();
    }

    /** @param id any number that no other set of this transaction has */
    private void set(NftSet set, int id) {
        MessageWriter out = batch.change(NFT_MSG_NEWSET, NLM_F_CREATE);
        out.text(NFTA_SET_TABLE, NftSet.TABLE);
        out.text(NFTA_SET_NAME, set.label());
        out.number(NFTA_SET_FLAGS, NFT_SET_TIMEOUT | (set.holdsNetworks() ? NFT_SET_INTERVAL : 0));
        out.number(NFTA_SET_KEY_TYPE, set.isIpv4() ? TYPE_IPADDR : TYPE_IP6ADDR);
        out.number(NFTA_SET_KEY_LEN, set.isIpv4() ? Integer.BYTES : 2 * Long.BYTES);
        out.number(NFTA_SET_ID, id);
        int description = out.nest(NFTA_SET_DESC);
        out.number(NFTA_SET_DESC_SIZE, set.maxElements());
        out.close(description);
        out.raw(NFTA_SET_USERDATA, KEYS_IN_NETWORK_ORDER);
        int counter = out.nest(NFTA_SET_EXPR);
        out.text(NFTA_EXPR_NAME, "counter");
        out.close(out.nest(NFTA_EXPR_DATA));
        out.close(counter);
        out.end();
    }

    private void chain() {
        MessageWriter out = batch.change(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
        out.text(NFTA_CHAIN_TABLE, NftSet.TABLE);
        out.text(NFTA_CHAIN_NAME, NftSet.CHAIN);
        out.text(NFTA_CHAIN_TYPE, "filter");
        out.number(NFTA_CHAIN_POLICY, NF_ACCEPT);
        int hook = out.nest(NFTA_CHAIN_HOOK);
        out.number(NFTA_HOOK_HOOKNUM, NF_INET_PRE_ROUTING);
        out.number(NFTA_HOOK_PRIORITY, NftSet.RAW_PRIORITY);
        out.close(hook);
        out.end();
    }

    /** {@code ip saddr @blocked4 counter drop}; in the family inet the protocol has to be asked for first. */
    private void rule(NftSet set) {
        MessageWriter out = batch.change(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
        out.text(NFTA_RULE_TABLE, NftSet.TABLE);
        out.text(NFTA_RULE_CHAIN, NftSet.CHAIN);
        int all = out.nest(NFTA_RULE_EXPRESSIONS);
        expression(out, "meta", meta -> {
            meta.number(NFTA_META_KEY, NFT_META_NFPROTO);
            meta.number(NFTA_META_DREG, NFT_REG_1);
        });
        expression(out, "cmp", cmp -> {
            cmp.number(NFTA_CMP_SREG, NFT_REG_1);
            cmp.number(NFTA_CMP_OP, NFT_CMP_EQ);
            int data = cmp.nest(NFTA_CMP_DATA);
            cmp.raw(NFTA_DATA_VALUE, (byte) (set.isIpv4() ? NFPROTO_IPV4 : NFPROTO_IPV6));
            cmp.close(data);
        });
        expression(out, "payload", payload -> {
            payload.number(NFTA_PAYLOAD_DREG, NFT_REG_1);
            payload.number(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
            payload.number(NFTA_PAYLOAD_OFFSET, set.isIpv4() ? IPV4_SOURCE : IPV6_SOURCE);
            payload.number(NFTA_PAYLOAD_LEN, set.isIpv4() ? Integer.BYTES : 2 * Long.BYTES);
        });
        expression(out, "lookup", lookup -> {
            lookup.number(NFTA_LOOKUP_SREG, NFT_REG_1);
            lookup.text(NFTA_LOOKUP_SET, set.label());
        });
        expression(out, "counter", counter -> {});
        expression(out, "immediate", immediate -> {
            immediate.number(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
            int data = immediate.nest(NFTA_IMMEDIATE_DATA);
            int verdict = immediate.nest(NFTA_DATA_VERDICT);
            immediate.number(NFTA_VERDICT_CODE, NF_DROP);
            immediate.close(verdict);
            immediate.close(data);
        });
        out.close(all);
        out.end();
    }

    private static void expression(MessageWriter out, String name, Consumer<MessageWriter> data) {
        int element = out.nest(NFTA_LIST_ELEM);
        out.text(NFTA_EXPR_NAME, name);
        int inner = out.nest(NFTA_EXPR_DATA);
        data.accept(out);
        out.close(inner);
        out.close(element);
    }
}
