package io.selfheal.e2e.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real nginx on port 80, IPv4 and IPv6, with a combined access log and an error log in {@code /var/log/nginx}. */
public final class WebServer implements AutoCloseable {
    private final Machine machine;
    private final Running nginx;

    private WebServer(Machine machine, Running nginx) {
        this.machine = machine;
        this.nginx = nginx;
    }

    /** Starts it with a few pages and returns when it answers. Ends with the machine's lab, or earlier by close. */
    public static WebServer start(Machine machine) {
        Path prefix = machine.directory().resolve("nginx");
        LabRun run = machine.labRun();
        Path relative = run.directory().relativize(prefix);
        for (String page : List.of("index.html", "about.html", "products.html", "search")) {
            run.write(relative.resolve("html/" + page).toString(), "<!doctype html><title>" + page + "</title>\n");
        }
        Path config = run.write(relative.resolve("nginx.conf").toString(), CONFIGURATION);
        machine.must(List.of("mkdir", "-p", "/var/log/nginx", prefix + "/tmp"));
        Running nginx = machine.start(
                "nginx",
                List.of("nginx", "-p", prefix.toString(), "-c", config.toString(), "-e", "/var/log/nginx/error.log"));
        Waiting.until(
                "nginx",
                Duration.ofSeconds(10),
                () -> Reach.from(machine, "127.0.0.1", 80, Duration.ofSeconds(1)) == Reach.OPEN,
                nginx::tail);
        return new WebServer(machine, nginx);
    }

    /** The access log as the host sees it. */
    public Path accessLog() {
        return machine.logs().resolve("nginx/access.log");
    }

    /** The error log as the host sees it. */
    public Path errorLog() {
        return machine.logs().resolve("nginx/error.log");
    }

    public Running process() {
        return nginx;
    }

    @Override
    public void close() {
        nginx.close();
    }

    private static final String CONFIGURATION = """
            daemon off;
            pid tmp/nginx.pid;
            worker_processes 1;
            events { worker_connections 512; }
            http {
              client_body_temp_path tmp/body;
              proxy_temp_path tmp/proxy;
              fastcgi_temp_path tmp/fastcgi;
              uwsgi_temp_path tmp/uwsgi;
              scgi_temp_path tmp/scgi;
              default_type text/html;
              access_log /var/log/nginx/access.log combined;
              server {
                listen 80;
                listen [::]:80;
                root html;
                location / { }
                location = /login { return 401; }
                location = /admin { return 403; }
              }
            }
            """;
}
