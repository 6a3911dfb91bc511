package io.selfheal.node.doctor;

import java.util.List;

/** Looks at one side of a node. What cannot be looked at is a finding, never an exception. */
@FunctionalInterface
interface Examination {
    List<Finding> look(Node node);
}
