package io.selfheal.e2e.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs the laboratory. Where the machine cannot offer it, the test is skipped and says what is missing; with
 * {@code -Dselfheal.lab=required}, as in CI, it fails instead, so that it is never silently left out there.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith(LabCondition.class)
public @interface Lab {
    LabKind[] value();
}
