package io.selfheal.analyzer.profile;

/**
 * What only the profiles of groups remember: their members, what they wait for, and for how long a scenario needs
 * them kept. At most 7 KiB of members and 12 KiB of waits.
 */
public final class GroupMemory {
    private Members members = new Members();
    private Waits waits = new Waits();
    private int keepUntil;
    private int knownMembers;

    public Members members() {
        return members;
    }

    public Waits waits() {
        return waits;
    }

    /** A scenario of this group remembers something until this second: quiet days do not end the profile before. */
    public void keepUntil(long second) {
        keepUntil = Math.clamp(second, keepUntil, Integer.MAX_VALUE);
    }

    /** How many bad members a network was last said to have. */
    public int knownMembers() {
        return knownMembers;
    }

    public void setKnownMembers(int count) {
        knownMembers = count;
    }

    int keptUntil() {
        return keepUntil;
    }

    void write(Packer out) {
        out.number(keepUntil).number(knownMembers);
        members.write(out);
        waits.write(out);
    }

    static GroupMemory read(Unpacker in) {
        GroupMemory memory = new GroupMemory();
        memory.keepUntil = in.number(Integer.MAX_VALUE);
        memory.knownMembers = in.number(Integer.MAX_VALUE);
        memory.members = Members.read(in);
        memory.waits = Waits.read(in);
        return memory;
    }
}
