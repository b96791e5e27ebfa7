package io.zmq4j.internal.pattern;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by byte strings of any length, found by every key that begins with them. Chains of single children are one node,
 * and nothing recurses, so neither long nor many prefixes cost more than their bytes. A walk over the prefixes of a key:
 *
 * <pre>{@code for (Node<V> node = trie.root(); node != null; node = node.next(key)) { ... node.value ... }}</pre>
 *
 * A node keeps its identity and its prefix while it has a value.
 */
final class PrefixTrie<V> {

    /**
     * A prefix that has a value, or where others part. It has the whole prefix, of which the part from the parent's length
     * on is its own.
     */
    static final class Node<V> extends PrefixEntry<V> {

        private static final byte[] NO_KEYS = {};
        private static final Node<?>[] NO_CHILDREN = {};

        private @Nullable Node<V> parent;

        /** The first own byte of each child, in unsigned order. */
        private byte[] keys = NO_KEYS;

        private Node<V>[] children = none();

        private Node(byte[] prefix, @Nullable Node<V> parent) {
            super(prefix);
            this.parent = parent;
        }

        @SuppressWarnings("unchecked")
        private static <V> Node<V>[] none() {
            return (Node<V>[]) NO_CHILDREN;
        }

        /** The next longer prefix of this key, which begins with this node's prefix. */
        @Nullable
        Node<V> next(byte[] key) {
            int from = prefix.length;
            if (from >= key.length) {
                return null;
            }
            int index = indexOf(key[from]);
            if (index < 0) {
                return null;
            }
            Node<V> child = children[index];
            int to = child.prefix.length;
            return to <= key.length && Arrays.equals(child.prefix, from, to, key, from, to) ? child : null;
        }

        private int indexOf(byte key) {
            int low = 0;
            int high = keys.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = Byte.compareUnsigned(keys[middle], key);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return ~low;
        }

        private void insert(int index, Node<V> child) {
            byte[] moreKeys = new byte[keys.length + 1];
            Node<V>[] more = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(keys, 0, moreKeys, 0, index);
            System.arraycopy(keys, index, moreKeys, index + 1, keys.length - index);
            System.arraycopy(children, index, more, index + 1, children.length - index);
            moreKeys[index] = child.prefix[prefix.length];
            more[index] = child;
            keys = moreKeys;
            children = more;
            child.parent = this;
        }

        private void remove(Node<V> child) {
            int index = indexOf(child.prefix[prefix.length]);
            int left = keys.length - 1;
            if (left == 0) {
                keys = NO_KEYS;
                children = none();
                return;
            }
            byte[] fewerKeys = Arrays.copyOf(keys, left);
            Node<V>[] fewer = Arrays.copyOf(children, left);
            System.arraycopy(keys, index + 1, fewerKeys, index, left - index);
            System.arraycopy(children, index + 1, fewer, index, left - index);
            keys = fewerKeys;
            children = fewer;
        }

        private void replace(Node<V> child, Node<V> by) {
            children[indexOf(child.prefix[prefix.length])] = by;
            by.parent = this;
        }
    }

    private final Node<V> root = new Node<>(new byte[0], null);
    private int longest;

    /** The node of the empty prefix, which is always there. */
    Node<V> root() {
        return root;
    }

    /** No prefix is longer than this, so that no more of a key need be looked at. */
    int longest() {
        return longest;
    }

    /** The node of this prefix, made when it is not there. The trie keeps the array. */
    Node<V> insert(byte[] prefix) {
        longest = Math.max(longest, prefix.length);
        Node<V> node = root;
        while (node.prefix.length < prefix.length) {
            int from = node.prefix.length;
            int index = node.indexOf(prefix[from]);
            if (index < 0) {
                Node<V> leaf = new Node<>(prefix, node);
                node.insert(~index, leaf);
                return leaf;
            }
            Node<V> child = node.children[index];
            int same = Arrays.mismatch(child.prefix, from, child.prefix.length, prefix, from, prefix.length);
            boolean within = same < 0 || from + same == child.prefix.length;
            node = within ? child : split(node, child, from + same);
        }
        return node;
    }

    /** Puts a node of this length between a parent and its child. */
    private Node<V> split(Node<V> parent, Node<V> child, int length) {
        Node<V> middle = new Node<>(Arrays.copyOf(child.prefix, length), parent);
        parent.replace(child, middle);
        middle.insert(0, child);
        return middle;
    }

    /** The node of exactly this prefix, if it is there; it may have no value. */
    @Nullable
    Node<V> find(byte[] prefix) {
        Node<V> node = root;
        while (node != null && node.prefix.length < prefix.length) {
            node = node.next(prefix);
        }
        return node;
    }

    /** Removes a node whose value was taken away. */
    void prune(Node<V> emptied) {
        Node<V> node = emptied;
        Node<V> parent;
        while (node.value == null && (parent = node.parent) != null) {
            if (node.children.length > 1) {
                return;
            }
            if (node.children.length == 1) {
                parent.replace(node, node.children[0]);
                return;
            }
            parent.remove(node);
            node = parent;
        }
        if (node == root && root.children.length == 0 && root.value == null) {
            longest = 0;
        }
    }

    /** Visits every node that has a value. */
    void forEach(Consumer<Node<V>> visitor) {
        ArrayDeque<Node<V>> left = new ArrayDeque<>();
        left.push(root);
        Node<V> node;
        while ((node = left.poll()) != null) {
            if (node.value != null) {
                visitor.accept(node);
            }
            for (int i = node.children.length - 1; i >= 0; i--) {
                left.push(node.children[i]);
            }
        }
    }
}
