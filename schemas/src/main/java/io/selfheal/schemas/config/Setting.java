package io.selfheal.schemas.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting: a component of a configuration record (agents) or a method of a configuration mapping
 * (services). Binding takes the default from here, errors quote {@link #allowed()}, and docs/configuration.md is
 * generated from all of it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Setting {
    /** What the setting is for, one sentence. */
    String doc();

    /** The default as it would be written in the file; empty means: no default. */
    String value() default "";

    /** What values are allowed, as an error message says it, for example {@code 1 to 100}. */
    String allowed() default "";
}
