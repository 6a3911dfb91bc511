package io.selfheal.e2e.lab;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Containers with a real systemd. Alone, each node has a cable to the machine the tests run on; opened upon a {@link
 * NetworkLab}, the nodes are on its switch, where its attacker reaches them.
 */
public final class ContainerLab implements AutoCloseable {
    private static final int FIRST_NODE = 10;

    private final LabRun run;
    private final DockerEngine engine;
    private final Distribution distribution;
    private final String image;
    private final @Nullable NetworkLab network;
    private int nodes;

    private ContainerLab(LabRun run, @Nullable NetworkLab network, Distribution distribution) {
        this.run = run;
        this.network = network;
        this.engine = DockerEngine.open(run);
        this.distribution = distribution;
        this.image = NodeImage.ready(run, engine, distribution);
    }

    /** Brings a container engine and the node's image up: 2 s, the first time on a machine about a minute. */
    public static ContainerLab open() {
        return open(Distribution.DEBIAN_12);
    }

    /** The same with nodes of this distribution. */
    public static ContainerLab open(Distribution distribution) {
        LabRun run = LabRun.open();
        try {
            return new ContainerLab(run, null, distribution);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** The same on a network lab's switch. It ends with that lab; closing it alone does nothing. */
    public static ContainerLab on(NetworkLab network) {
        return new ContainerLab(network.run(), network, Distribution.DEBIAN_12);
    }

    public LabRun run() {
        return run;
    }

    /**
     * Boots a node and returns when systemd is through with starting, about 2.5 s.
     *
     * @param hostName its host name
     * @param readOnly host paths to show inside, host path to inside path, e.g. the project's build output
     */
    public SystemdNode start(String hostName, Map<Path, String> readOnly) {
        int number = nodes++;
        SystemdNode node = SystemdNode.boot(run, engine, distribution, image, hostName, readOnly);
        if (network == null) {
            node.linkToHost(number);
        } else {
            node.addresses(network.join(node.pid(), node.netns(), FIRST_NODE + number));
        }
        return node;
    }

    @Override
    public void close() {
        if (network == null) {
            run.close();
        }
    }
}
