package io.selfheal.e2e.fleet;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Shows what the processes printed when a test failed. */
final class ShowFleet implements AfterTestExecutionCallback {

    /** A test class whose fleet is to be shown. */
    interface Shown {
        String output();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String output = ((Shown) context.getRequiredTestInstance()).output();
            System.out.println("Output of the processes when " + context.getDisplayName() + " failed:\n" + output);
        }
    }
}
