package io.zmq4j.internal.socket;

import io.zmq4j.WrongStateException;
import io.zmq4j.internal.reactor.BriefLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch a socket. A shared socket has a lock that is held for the moments of one call and never while waiting. A confined socket has an owner instead, and its calls cost
 * two plain stores; whoever closes it from outside makes sure first that the owner is not inside.
 */
final class SocketGuard {

    private static final long NAP = 1_000;

    private static final VarHandle OWNER;
    private static final VarHandle INSIDE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(SocketGuard.class, "owner", Thread.class);
            INSIDE = lookup.findVarHandle(SocketGuard.class, "inside", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean confined;

    // -- of a shared socket --
    private final BriefLock lock = new BriefLock();

    // -- of a confined one --
    private @Nullable Thread owner;

    private boolean inside;
    private volatile boolean revoked;

    SocketGuard(boolean confined) {
        this.confined = confined;
    }

    /** To be followed by a check whether the socket is still open, and by {@link #exit}. */
    void enter() {
        if (confined) {
            enterConfined();
        } else {
            lock.enter();
        }
    }

    void exit() {
        if (confined) {
            INSIDE.setRelease(this, false);
        } else {
            lock.exit();
        }
    }

    private void enterConfined() {
        Thread me = Thread.currentThread();
        if (owner != me && !revoked) {
            claim(me);
        }
        INSIDE.setOpaque(this, true);
    }

    private void claim(Thread me) {
        if (!OWNER.compareAndSet(this, null, me)) {
            Thread other = (Thread) OWNER.getVolatile(this);
            if (other != me) {
                throw new WrongStateException("a confined socket was called by thread '" + me.getName()
                        + "' but belongs to thread '" + (other == null ? "?" : other.getName())
                        + "', which may hand it over with handOver()");
            }
        }
    }

    /** Whether the calling thread may enter a confined socket. */
    boolean isMine() {
        return owner == Thread.currentThread();
    }

    /** Makes another thread the owner of a confined socket. */
    void handOver(Thread next) {
        if (!confined) {
            throw new WrongStateException("only a confined socket has an owner to hand it over");
        }
        enter();
        exit();
        OWNER.setVolatile(this, next);
    }

    /**
     * Enters to close, from any thread. The socket must be marked as closed before, so that an owner that enters now leaves
     * at once.
     */
    void enterToClose() {
        if (!confined) {
            enter();
            return;
        }
        Thread current = (Thread) OWNER.getVolatile(this);
        revoked = true;
        if (current != null && current != Thread.currentThread()) {
            // a handshake of the virtual machine with that thread: its stores before are visible now, and what it
            // loads after sees the mark, so that its calls need no fence
            current.getStackTrace();
            boolean interrupted = false;
            while ((boolean) INSIDE.getAcquire(this)) {
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(this, NAP);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
