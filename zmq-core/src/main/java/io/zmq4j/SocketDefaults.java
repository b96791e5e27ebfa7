package io.zmq4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What options are where nobody says otherwise; the records of {@link SocketConfig} give the reasons. */
final class SocketDefaults {

    private SocketDefaults() {}

    static SocketConfig create() {
        return new SocketConfig(
                false,
                Duration.ofSeconds(1),
                SocketConfig.FOREVER,
                SocketConfig.FOREVER,
                new SocketConfig.Queues(1000, 1000, false, false, 0, 0),
                new SocketConfig.Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5), Set.of()),
                new SocketConfig.Heartbeat(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new SocketConfig.Handshake(Duration.ofSeconds(30), Duration.ZERO, -1, 1024, Map.of(), ZmtpVersion.V3),
                new SocketConfig.Tcp(-1, -1, -1, -1, 0, 0, 0, 100, true, List.of()),
                new SocketConfig.Socks("", "", ""),
                new SocketConfig.Limits(10_000, 0, 5_000, 64 << 10, 2_000_000, 256L << 20, 2_000_000),
                new SocketConfig.Ipc(Set.of(), Set.of()),
                new SocketConfig.WebSocket(Set.of()),
                new SocketConfig.Routing(new byte[0], false, false, Set.of(), false),
                new SocketConfig.Req(false, false),
                new SocketConfig.Pub(false, false, false, false, new byte[0], false, false, false, false),
                new SocketConfig.Notices(new byte[0], new byte[0], new byte[0]),
                new SocketConfig.Stream(true),
                new SocketConfig.Multicast(1, true),
                0,
                Security.none(),
                "",
                new SocketConfig.Tls(null, false, true, List.of("TLSv1.3", "TLSv1.2")));
    }
}
