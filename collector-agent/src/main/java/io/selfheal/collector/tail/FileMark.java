package io.selfheal.collector.tail;

/**
 * How far a file is done with: what a checkpoint keeps of it.
 *
 * @param path the path it was found under; a file rotated away keeps the path it had
 * @param id device and inode
 * @param key its lines' identity
 * @param fingerprint its first line
 * @param generation how often a file of this inode began anew with the same first line
 * @param offset bytes whose lines are all acknowledged, or were none to send; a line begins here
 * @param context the bytes before the offset
 * @param size bytes it had at least: what of it is lost should it never be found again
 */
public record FileMark(
        String path,
        FileId id,
        LogKey key,
        Fingerprint fingerprint,
        int generation,
        long offset,
        Context context,
        long size) {
    public FileMark {
        if (path.isEmpty() || offset < 0 || generation < 0) {
            throw new IllegalArgumentException("a mark needs a path, and an offset and generation from 0 on");
        }
    }
}
