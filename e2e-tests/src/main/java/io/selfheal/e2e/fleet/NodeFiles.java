package io.selfheal.e2e.fleet;

import java.nio.file.Path;

/** The agents' configuration files on a machine of the laboratory. */
final class NodeFiles {
    private NodeFiles() {}

    static String collector(Path directory, String bootstrap) {
        return """
                host-name: web1
                kafka:
                  bootstrap: %s
                state-directory: %s
                vitals-interval: 2s
                sources:
                  - path: /var/log/auth.log
                    type: syslog
                    start: beginning
                  - path: /var/log/kern.log
                    type: syslog
                    start: beginning
                  - path: /var/log/nginx/*.log
                    type: nginx
                    start: beginning
                """.formatted(bootstrap, directory.resolve("collector"));
    }

    /** The laboratory's addresses are private ones, which a responder does not block unless it is told to. */
    static String responder(Path directory, String bootstrap) {
        return """
                node:
                  name: web1
                kafka:
                  bootstrap: %s
                modes:
                  block: act
                  restart-unit: "off"
                  scan: act
                firewall:
                  reconcile-every: 10s
                guard:
                  allow-file: %s
                  block-private: true
                state:
                  directory: %s
                """.formatted(bootstrap, directory.resolve("allow.list"), directory.resolve("responder"));
    }
}
