package io.selfheal.analyzer.signature;

import io.selfheal.analyzer.signature.BudgetedText.Exhausted;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches requests for the signatures of a set. One for each thread: it keeps a buffer and a cache. A clean request
 * costs one pass over its text, or one look into the cache, and allocates nothing.
 */
public final class SignatureMatcher {
    private static final SignatureHit[] CLEAN = {};
    private static final int MAX_EXCERPT = 120;
    /** The first HTTP status that says no. */
    private static final int REFUSED = 400;
    /**
     * Reads by all patterns together for one request; at up to 24 ns a read a bound of half a millisecond. Of 3,070
     * requests (the rules' examples, the tests' and a corpus of attacks) all but three need less than 17,200.
     */
    private static final int REQUEST_BUDGET = 22_000;
    /** Reads by one pattern in one part of a request, so that one costly pattern leaves room for the others. */
    private static final int PATTERN_SHARE = 8_000;
    /** How far from its literals a pattern may look, before and after. */
    private static final int BEFORE = 300;

    private static final int AFTER = 600;

    private final SignatureSet set;
    private final RequestDecoder decoder = new RequestDecoder();
    private final LiteralAutomaton.Found found;
    private final BudgetedText text = new BudgetedText();
    private final HitCache urls = new HitCache(4096);
    private final HitCache agents = new HitCache(1024);
    private final HitCache referrers = new HitCache(1024);
    /** By signature: its matcher, which stays on {@link #text}. */
    private final @Nullable Matcher[] matchers;

    /** Of one text: the signatures of which a literal was found. */
    private final BitSet candidates = new BitSet();

    private long exhausted;

    public SignatureMatcher(SignatureSet set) {
        this.set = set;
        this.found = new LiteralAutomaton.Found(Math.max(1, set.words()));
        this.matchers = new @Nullable Matcher[set.signatures().size()];
    }

    /** The signatures in the request of an event, the strongest first; empty for a clean one and where there is none. */
    public List<SignatureHit> match(SecurityEvent event) {
        if (event instanceof HttpRequest r) {
            List<SignatureHit> hits = match(r.url(), r.userAgent(), r.referrer());
            return hits.isEmpty() || r.status() >= REFUSED
                    ? hits
                    : hits.stream()
                            .filter(hit -> !hit.signature().refusedOnly())
                            .toList();
        }
        return event instanceof ApplicationError e && e.action() == EventAction.HTTP_ERROR && e.url() != null
                ? match(e.url(), null, null)
                : List.of();
    }

    /** The signatures in a request, the strongest first; empty for a clean one. */
    public List<SignatureHit> match(String url, @Nullable String agent, @Nullable String referrer) {
        text.refill(REQUEST_BUDGET);
        SignatureHit[] inUrl = inUrl(url);
        SignatureHit[] inAgent = agent == null ? CLEAN : in(agents, Target.AGENT, agent);
        SignatureHit[] inReferrer = referrer == null ? CLEAN : in(referrers, Target.REFERRER, referrer);
        if (inUrl.length + inAgent.length + inReferrer.length == 0) {
            return List.of();
        }
        List<SignatureHit> all = new ArrayList<>(Arrays.asList(inUrl));
        all.addAll(Arrays.asList(inAgent));
        all.addAll(Arrays.asList(inReferrer));
        all.sort(Comparator.comparingInt((SignatureHit hit) -> -hit.signature().score()));
        return all;
    }

    /** How often a pattern was given up because its text cost too much. */
    public long exhausted() {
        return exhausted;
    }

    /** How often patterns read the last request: never more than a fixed budget, whatever it says. */
    int reads() {
        return REQUEST_BUDGET - text.left();
    }

    private SignatureHit[] inUrl(String url) {
        SignatureHit[] known = urls.find(url);
        if (known != null) {
            return known;
        }
        int question = url.indexOf('?');
        int end = question < 0 ? url.length() : question;
        SignatureHit[] hits = search(url, 0, end, Target.PATH);
        if (question >= 0) {
            SignatureHit[] inQuery = search(url, question + 1, url.length(), Target.QUERY);
            if (inQuery.length > 0) {
                SignatureHit[] both = Arrays.copyOf(hits, hits.length + inQuery.length);
                System.arraycopy(inQuery, 0, both, hits.length, inQuery.length);
                hits = both;
            }
        }
        urls.keep(url, hits);
        return hits;
    }

    private SignatureHit[] in(HitCache cache, Target target, String text) {
        SignatureHit[] known = cache.find(text);
        if (known != null) {
            return known;
        }
        SignatureHit[] hits = search(text, 0, text.length(), target);
        cache.keep(text, hits);
        return hits;
    }

    private SignatureHit[] search(String raw, int from, int to, Target target) {
        boolean query = target == Target.QUERY || target == Target.REFERRER;
        decoder.load(raw, from, to, query, target.longest);
        boolean another = decoder.leftCommentsOut();
        if (another) {
            text.spend(decoder.length());
        }
        SignatureHit[] hits = search(target, false);
        if (hits.length == 0 && target == Target.QUERY && decoder.unquote()) {
            hits = search(target, true);
        }
        if (another) {
            decoder.putCommentsBack();
            hits = together(hits, search(target, false));
        }
        return hits;
    }

    private SignatureHit[] search(Target target, boolean commandsOnly) {
        found.clear();
        set.automaton().find(decoder.text(), decoder.length(), found);
        return found.size() == 0 ? CLEAN : confirm(target, commandsOnly);
    }

    /** Each signature once. */
    private static SignatureHit[] together(SignatureHit[] some, SignatureHit[] others) {
        List<SignatureHit> all = new ArrayList<>(Arrays.asList(some));
        for (SignatureHit hit : others) {
            if (all.stream().noneMatch(known -> known.signature().equals(hit.signature()))) {
                all.add(hit);
            }
        }
        return all.toArray(SignatureHit[]::new);
    }

    /** The strongest are tried first: what uses up the budget hides the weakest at most. */
    private SignatureHit[] confirm(Target target, boolean commandsOnly) {
        decoder.lowerCase();
        text.set(decoder.text(), decoder.length());
        findCandidates(target, commandsOnly);
        List<SignatureHit> hits = null;
        for (int number = candidates.nextSetBit(0); number >= 0; number = candidates.nextSetBit(number + 1)) {
            SignatureHit hit = confirm(set.signatures().get(number), number, target);
            if (hit != null) {
                hits = hits == null ? new ArrayList<>() : hits;
                hits.add(hit);
            }
        }
        return hits == null ? CLEAN : hits.toArray(SignatureHit[]::new);
    }

    private void findCandidates(Target target, boolean commandsOnly) {
        candidates.clear();
        for (int i = 0; i < found.size(); i++) {
            for (int signature : set.ofWord(found.word(i))) {
                if (set.looksAt(signature, target) && (!commandsOnly || set.isAboutCommands(signature))) {
                    candidates.set(signature);
                }
            }
        }
    }

    private @Nullable SignatureHit confirm(Signature signature, int number, Target target) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int word : set.wordsOf(number)) {
            if (found.contains(word)) {
                first = Math.min(first, found.first(word));
                last = Math.max(last, found.last(word));
            }
        }
        Pattern pattern = signature.pattern();
        if (pattern == null) {
            return new SignatureHit(signature, target, excerpt(first, first));
        }
        if (text.left() <= 0) {
            exhausted++;
            return null;
        }
        Matcher matcher = matchers[number];
        if (matcher == null) {
            // Only around the literals, so that a long text costs no more than a short one; ^ and $ mean the text's
            // ends.
            matcher = pattern.matcher(text).useAnchoringBounds(false).useTransparentBounds(true);
            matchers[number] = matcher;
        }
        text.share(PATTERN_SHARE);
        try {
            matcher.reset(text).region(Math.max(0, first - BEFORE), Math.min(decoder.length(), last + AFTER));
            return matcher.find() ? new SignatureHit(signature, target, excerpt(matcher.start(), matcher.end())) : null;
        } catch (Exhausted | StackOverflowError e) {
            exhausted++;
            return null;
        }
    }

    private String excerpt(int start, int end) {
        int from = Math.max(0, Math.min(start, decoder.length() - MAX_EXCERPT));
        int to = Math.min(decoder.length(), Math.max(end, from + MAX_EXCERPT));
        return new String(decoder.text(), from, Math.min(to - from, MAX_EXCERPT));
    }
}
