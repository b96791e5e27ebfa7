package io.zmq4j.bench.driver;

import java.util.Locale;

/** A program that is measured. It has a class, and in C the name of its constant. */
enum Program {
    LOCAL_THR("LocalThr"),
    REMOTE_THR("RemoteThr"),
    LOCAL_LAT("LocalLat"),
    REMOTE_LAT("RemoteLat"),
    INPROC_THR("InprocThr"),
    INPROC_LAT("InprocLat"),
    PUBLISHER("Publisher"),
    SUBSCRIBERS("Subscribers"),
    ACCEPTOR("Acceptor"),
    CONNECTOR("Connector"),
    FIRST_REPLY("FirstReply"),
    MATCHER("Matcher"),
    TEACHER("Teacher");

    private final String simpleClassName;

    Program(String simpleClassName) {
        this.simpleClassName = simpleClassName;
    }

    String className() {
        return "io.zmq4j.bench." + simpleClassName;
    }

    String nameInC() {
        return name().toLowerCase(Locale.ROOT);
    }
}
