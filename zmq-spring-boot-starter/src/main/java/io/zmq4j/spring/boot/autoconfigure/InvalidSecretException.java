package io.zmq4j.spring.boot.autoconfigure;

/** A property with a secret has a value that cannot be used: tells its name and the reason, and never the value. */
final class InvalidSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String reason;

    InvalidSecretException(String property, String reason) {
        super("property " + property + " cannot be used: " + reason);
        this.property = property;
        this.reason = reason;
    }

    String property() {
        return property;
    }

    String reason() {
        return reason;
    }
}
