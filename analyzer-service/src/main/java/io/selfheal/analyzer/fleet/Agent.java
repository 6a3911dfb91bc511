package io.selfheal.analyzer.fleet;

/**
 * One agent of one node.
 *
 * @param type {@code collector} or {@code responder}
 */
record Agent(String host, String type) {
    boolean isCollector() {
        return type.equals("collector");
    }
}
