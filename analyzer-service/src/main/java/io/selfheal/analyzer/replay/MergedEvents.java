package io.selfheal.analyzer.replay;

import io.selfheal.schemas.event.SecurityEvent;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The events of several files, each in its own order, merged by time; of two of one time the earlier file's first. */
public final class MergedEvents implements Iterator<SecurityEvent> {
    private final List<? extends Iterator<? extends SecurityEvent>> files;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparing((Head h) -> h.event().time()).thenComparingInt(Head::file));

    private record Head(int file, SecurityEvent event) {}

    public MergedEvents(List<? extends Iterator<? extends SecurityEvent>> files) {
        this.files = List.copyOf(files);
        for (int i = 0; i < this.files.size(); i++) {
            refill(i);
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public SecurityEvent next() {
        Head head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException("no more events in these files");
        }
        refill(head.file());
        return head.event();
    }

    private void refill(int file) {
        Iterator<? extends SecurityEvent> events = files.get(file);
        if (events.hasNext()) {
            heads.add(new Head(file, events.next()));
        }
    }
}
