package io.selfheal.notifier.message;

import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.order.OrderLine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says what people on call need: what, whom, where, why, what was done, and how to undo it. */
public final class Composer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> INTELLIGENCE = Set.of("virustotal", "zscaler");
    private static final int NAME = 60;
    private static final int SENTENCE = 160;
    private static final int SIGNALS = 6;
    private static final int LABELS = 8;
    private static final int PROPOSALS = 3;
    private static final String PROPOSAL = "To approve: ";
    private static final String UNBLOCK = "selfheal unblock ";

    private Composer() {}

    public static Letter compose(IncidentView incident) {
        Alert alert = incident.worst();
        List<Line> body = new ArrayList<>();
        body.add(whom(incident));
        if (!incident.hosts().isEmpty()) {
            body.add(list("Where: ", incident.hosts(), incident.moreHosts()));
        }
        if (!alert.description().isBlank()) {
            // A digest sums up, nothing was done.
            String label = alert.kind().equals(Alert.DAILY_DIGEST) ? "" : "Done: ";
            body.add(Line.ours(label).andTheirs(alert.description(), 400));
        }
        body.add(times(incident));
        signals(alert, body);
        intelligence(alert, body);
        if (alert.userName() != null && !alert.userName().isBlank()) {
            body.add(Line.ours("User: ").andTheirs(alert.userName(), NAME));
        }
        labels(alert, body);
        List<Letter.Command> proposals = incident.isStorm() ? List.of() : proposals(alert);
        List<Line> end = new ArrayList<>();
        proposals.forEach(proposal -> end.add(Line.ours(PROPOSAL + proposal.line())));
        Optional<Cidr> blocked = blocked(incident);
        if (incident.kinds().contains("blocked")) {
            end.add(Line.ours("Undo: " + UNBLOCK + blocked.map(Cidr::toString).orElse("ADDRESS")));
        }
        List<Letter.Command> commands = new ArrayList<>(proposals);
        blocked.ifPresent(target -> commands.add(new Letter.Command("undo", UNBLOCK + target)));
        return new Letter(title(incident), body, end, commands);
    }

    private static Line title(IncidentView incident) {
        Line severity = Line.ours("[" + incident.severity() + "] ");
        return incident.isStorm()
                ? severity.and("Many incidents at once")
                : severity.andTheirs(incident.worst().title(), SENTENCE);
    }

    private static Line whom(IncidentView incident) {
        Alert alert = incident.worst();
        Line whom = list("About: ", incident.subjects(), incident.moreSubjects());
        return alert.score() > 0 ? whom.and(" (score " + alert.score() + sure(alert) + ")") : whom;
    }

    private static String sure(Alert alert) {
        return alert.signals().isEmpty()
                ? ""
                : ", " + Detection.of(alert.signals()).percent() + " sure";
    }

    private static Line times(IncidentView incident) {
        String first = TIME.format(shown(incident.first()));
        if (incident.count() == 1) {
            return Line.ours("When: " + first);
        }
        return Line.ours(
                "When: " + incident.count() + " alerts from " + first + " to " + TIME.format(shown(incident.last())));
    }

    /** Years that the format can write; event times come from log lines. */
    private static Instant shown(Instant time) {
        Instant from = Instant.EPOCH;
        Instant to = Instant.parse("9999-12-31T23:59:59Z");
        return time.isBefore(from) ? from : time.isAfter(to) ? to : time;
    }

    private static void signals(Alert alert, List<Line> body) {
        List<Signal> seen = alert.signals().stream()
                .filter(signal -> !isIntelligence(signal))
                .sorted(Comparator.comparingInt(Signal::points).reversed())
                .toList();
        seen.stream()
                .limit(SIGNALS)
                .forEach(signal -> body.add(Line.ours("Seen: +" + signal.points() + " ")
                        .andTheirs(signal.name(), NAME)
                        .and(": ")
                        .andTheirs(signal.reason(), SENTENCE)));
        if (seen.size() > SIGNALS) {
            body.add(Line.ours("Seen: " + (seen.size() - SIGNALS) + " more signals"));
        }
    }

    private static void intelligence(Alert alert, List<Line> body) {
        Set<String> silent = new TreeSet<>(INTELLIGENCE);
        for (Signal signal : alert.signals()) {
            if (isIntelligence(signal) && silent.remove(provider(signal))) {
                body.add(intelligence(signal));
            }
        }
        IpAddress source = alert.signals().isEmpty() ? null : IpAddress.tryParse(alert.subject());
        if (source != null && source.isGlobal() && !silent.isEmpty()) {
            body.add(Line.ours("Not consulted so far: " + String.join(", ", silent)));
        }
    }

    private static boolean isIntelligence(Signal signal) {
        return INTELLIGENCE.contains(provider(signal));
    }

    private static String provider(Signal signal) {
        return signal.name().startsWith(Signal.CONSULTED)
                ? signal.name().substring(Signal.CONSULTED.length())
                : signal.name();
    }

    /** With what the provider itself says: how many engines, in which categories, and where to read more. */
    private static Line intelligence(Signal signal) {
        Line line = Line.ours(provider(signal) + ": +" + signal.points() + " ").andTheirs(signal.reason(), SENTENCE);
        String said =
                signal.evidence().isEmpty() ? "" : signal.evidence().getLast().excerpt();
        return said.isBlank() ? line : line.and(": ").andTheirs(said, Evidence.MAX_EXCERPT);
    }

    private static void labels(Alert alert, List<Line> body) {
        alert.labels().entrySet().stream()
                .filter(label -> !OrderLine.isOne(label.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .limit(LABELS)
                .forEach(label -> body.add(
                        Line.ours("").andTheirs(label.getKey(), NAME).and(": ").andTheirs(label.getValue(), SENTENCE)));
    }

    /** Alerts come over a topic that many may write to: a line that is not one of ours stays a label's text. */
    private static List<Letter.Command> proposals(Alert alert) {
        return alert.labels().entrySet().stream()
                .filter(label -> OrderLine.isOne(label.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .limit(PROPOSALS)
                .map(label -> new Letter.Command(OrderLine.what(label.getValue()), label.getValue()))
                .toList();
    }

    /** The one target of a block that was made. */
    private static Optional<Cidr> blocked(IncidentView incident) {
        return incident.kinds().contains("blocked") && incident.subjects().size() == 1
                ? Optional.ofNullable(Cidr.tryParse(incident.subjects().getFirst()))
                : Optional.empty();
    }

    private static Line list(String label, List<String> names, int more) {
        Line line = Line.ours(label);
        for (int i = 0; i < names.size(); i++) {
            line = (i == 0 ? line : line.and(", ")).andSubject(names.get(i), NAME);
        }
        return more > 0 ? line.and(" and " + more + " more") : line;
    }
}
