package io.zmq4j.demo.agent;

/**
 * The machine that the agent runs on.
 *
 * @param system name and version of the operating system
 * @param cores how many processors the virtual machine may use
 * @param java name and version of the virtual machine
 */
public record Machine(String host, String system, int cores, String java) {

    static Machine describe(ProcFiles proc) {
        return new Machine(
                host(proc),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version().feature());
    }

    /** Without asking a name server, which may take long. */
    private static String host(ProcFiles proc) {
        if (proc.has(ProcFiles.HOST_NAME)) {
            return proc.read(ProcFiles.HOST_NAME).strip();
        }
        String name = System.getenv("COMPUTERNAME");
        return name == null ? "localhost" : name;
    }
}
