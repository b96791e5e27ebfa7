package io.zmq4j.demo.agent;

/** The topics that figures are published under. A subscription to {@code machine.} gets all of them. */
public final class Topics {

    public static final String CPU = "machine.cpu";
    public static final String MEMORY = "machine.memory";
    public static final String NETWORK = "machine.network";
    public static final String DISK = "machine.disk";
    public static final String JVM = "machine.jvm";

    private Topics() {}
}
