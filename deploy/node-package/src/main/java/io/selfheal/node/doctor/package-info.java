/** What is wrong on a node, and how to mend it. */
@NullMarked
package io.selfheal.node.doctor;

import org.jspecify.annotations.NullMarked;
