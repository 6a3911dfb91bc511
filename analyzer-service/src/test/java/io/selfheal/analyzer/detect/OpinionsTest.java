package io.selfheal.analyzer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.score.Claim;
import io.selfheal.analyzer.score.Score;
import io.selfheal.analyzer.score.Scorer;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.policy.ScoringPolicy;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpinionsTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final IpAddress SOURCE = IpAddress.parse("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff");
    private static final String PAGE = "https://www.virustotal.com/gui/ip-address/" + SOURCE;

    private static List<Opinion> of(Finding.Opinion opinion) {
        Finding finding = new Finding(
                "virustotal",
                opinion,
                opinion == Finding.Opinion.MALICIOUS ? 14 : 0,
                "7 of 94 engines call it malicious, 2 suspicious, last analysed 2026-11-01",
                PAGE,
                AT,
                AT.plus(Duration.ofDays(1)));
        return Opinions.of(new Verdict(SOURCE, AT, List.of(finding)));
    }

    private static Score score(List<Opinion> opinions) {
        Claim claim = new Claim(
                "base:suspicious_login",
                45,
                1,
                false,
                ThreatClass.ACCOUNT_COMPROMISE,
                "reported",
                null,
                "1",
                new Evidence("event-1", AT, "web1", ""));

        return Scorer.score(
                List.of(claim), new Scorer.Context(1, 0, List.<ModelPart>of(), opinions), ScoringPolicy.DEFAULT);
    }

    @Test
    void engineCountsAndThePageStandInTheSignalAlsoAfterARestart() {
        SourceProfile profile = SourceProfile.create(SOURCE.toString());
        profile.setOpinions(of(Finding.Opinion.MALICIOUS));
        SourceProfile read = SourceProfile.fromBytes(SOURCE.toString(), profile.toBytes());

        Score score = score(read.opinions());

        assertThat(score.signals())
                .filteredOn(signal -> signal.name().equals("virustotal"))
                .singleElement()
                .satisfies(signal -> {
                    assertThat(signal.points()).isEqualTo(14);
                    assertThat(signal.evidence().getFirst().excerpt())
                            .startsWith("7 of 94 engines")
                            .endsWith("; " + PAGE);
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = Finding.Opinion.class,
            names = {"CLEAN", "UNKNOWN"})
    void anAnswerWithoutPointsIsKeptAndSaysWhoWasConsulted(Finding.Opinion opinion) {
        Score without = score(List.of());
        Score with = score(of(opinion));

        assertThat(with.raw()).isEqualTo(without.raw());
        assertThat(with.signals().getLast().name()).isEqualTo("consulted:virustotal");
        assertThat(with.signals().getLast().points()).isZero();
        assertThat(Detection.of(with.signals())).isEqualTo(Detection.of(without.signals()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Finding.Opinion.class,
            names = {"LIMITED", "ERROR"})
    void noAnswerIsNone(Finding.Opinion opinion) {
        assertThat(of(opinion)).isEmpty();
    }
}
