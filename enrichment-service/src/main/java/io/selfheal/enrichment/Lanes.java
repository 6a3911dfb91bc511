package io.selfheal.enrichment;

import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.file.FileLane;
import io.selfheal.enrichment.file.FileMemory;
import io.selfheal.enrichment.file.FileQuestion;
import io.selfheal.enrichment.lane.Lane;
import io.selfheal.enrichment.lane.LaneThread;
import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** All providers' lanes, each on its own thread; files go the way of VirusTotal, before its addresses. */
public final class Lanes implements AutoCloseable {
    private final List<LaneThread> threads = new ArrayList<>();
    private final LaneThread ofFiles;
    private final FileLane files;

    Lanes(WarmUp warmUp, FileMemory memory, FileLane files, Lane virusTotal, List<Lane> others) {
        this.files = files;
        ofFiles = new LaneThread(
                List.of(files),
                virusTotal,
                () -> warmUp.isDone() && memory.warmUp().isDone());
        threads.add(ofFiles);
        others.forEach(lane -> threads.add(new LaneThread(List.of(), lane, warmUp::isDone)));
    }

    void start() {
        threads.forEach(LaneThread::start);
    }

    void want(IpAddress address, int score) {
        threads.forEach(thread -> thread.want(address, score));
    }

    void want(FileQuestion question) {
        files.want(question);
        ofFiles.wake();
    }

    int filesWaiting() {
        return files.waiting();
    }

    List<Lane> all() {
        return threads.stream().map(LaneThread::lane).toList();
    }

    @Override
    public void close() {
        threads.forEach(LaneThread::close);
    }
}
