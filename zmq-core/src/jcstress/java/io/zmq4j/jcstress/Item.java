package io.zmq4j.jcstress;

import org.jspecify.annotations.Nullable;

/** A queued object with a plain field: it must arrive with the value that its writer gave it. */
final class Item {

    private static final int NOTHING = 0;
    private int value;

    Item(int value) {
        this.value = value;
    }

    static int value(@Nullable Item item) {
        return item == null ? NOTHING : item.value;
    }
}
