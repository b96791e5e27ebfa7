/*
 * The measured programs for libzmq, with the arguments and the output of their Java namesakes:
 *
 *   libzmq_bench local_thr|remote_thr|local_lat|remote_lat|inproc_thr|inproc_lat endpoint size warmupMillis windowMillis
 *
 * Messages are allocated and sent as zmq_msg_t, one by one, with every option at its default.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#define SLICE_NANOS 50000000LL
#define STALL_NANOS 100000000LL
#define MOST_SAMPLES (1 << 21)
#define GRACE_SECONDS 15

static void *context;
static const char *endpoint;
static size_t size;
static int64_t warmup;
static int64_t window;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void check(int ok, const char *what) {
  if (!ok) {
    fprintf(stderr, "libzmq: %s failed: %s\n", what, zmq_strerror(zmq_errno()));
    exit(4);
  }
}

static void *bound(int type, int report) {
  void *socket = zmq_socket(context, type);
  check(socket != NULL, "zmq_socket");
  check(zmq_bind(socket, endpoint) == 0, "zmq_bind");
  char resolved[256];
  size_t length = sizeof resolved;
  check(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, resolved, &length) == 0, "ZMQ_LAST_ENDPOINT");
  if (report) {
    printf("BOUND %s\n", resolved);
  }
  return socket;
}

static void *connected(int type) {
  void *socket = zmq_socket(context, type);
  check(socket != NULL, "zmq_socket");
  check(zmq_connect(socket, endpoint) == 0, "zmq_connect");
  return socket;
}

static void send_one(void *socket) {
  zmq_msg_t msg;
  check(zmq_msg_init_size(&msg, size) == 0, "zmq_msg_init_size");
  check(zmq_msg_send(&msg, socket, 0) >= 0, "zmq_msg_send");
}

static void receive_one(void *socket) {
  zmq_msg_t msg;
  zmq_msg_init(&msg);
  check(zmq_msg_recv(&msg, socket, 0) >= 0, "zmq_msg_recv");
  check(zmq_msg_size(&msg) == size, "size of a message");
  zmq_msg_close(&msg);
}

static void *send_forever(void *socket) {
  for (;;) {
    send_one(socket);
  }
  return NULL;
}

static void *echo_forever(void *socket) {
  zmq_msg_t msg;
  zmq_msg_init(&msg);
  for (;;) {
    check(zmq_msg_recv(&msg, socket, 0) >= 0, "zmq_msg_recv");
    check(zmq_msg_send(&msg, socket, 0) >= 0, "zmq_msg_send");
  }
  return NULL;
}

static void *connect_and_send(void *unused) {
  (void)unused;
  return send_forever(connected(ZMQ_PUSH));
}

static void *connect_and_echo(void *unused) {
  (void)unused;
  return echo_forever(connected(ZMQ_PAIR));
}

struct counted {
  int64_t messages, nanos, longest_gap, stalls;
};

static struct counted count(void *socket, int64_t nanos) {
  struct counted c = {0, 0, 0, 0};
  int per_check = size < 128 ? 512 : size >= 65536 ? 1 : (int)(65536 / size);
  int64_t start = now();
  int64_t last = start;
  do {
    for (int i = 0; i < per_check; i++) {
      receive_one(socket);
    }
    int64_t t = now();
    if (t - last > c.longest_gap) {
      c.longest_gap = t - last;
    }
    c.stalls += t - last > STALL_NANOS;
    c.messages += per_check;
    last = t;
  } while (last - start < nanos);
  c.nanos = last - start;
  return c;
}

static void throughput(void *socket) {
  receive_one(socket);
  count(socket, warmup);
  printf("WINDOW\n");
  int64_t used = cpu();
  struct counted c = count(socket, window);
  used = cpu() - used;
  printf("RESULT messages=%lld nanos=%lld longestGapMicros=%lld stalls=%lld cpuNanos=%lld\n", (long long)c.messages,
         (long long)c.nanos, (long long)c.longest_gap / 1000, (long long)c.stalls, (long long)used);
  _exit(0);
}

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t round_trips(void *socket, int64_t nanos, int64_t *samples) {
  int64_t n = 0;
  int64_t start = now();
  int64_t end = start + nanos;
  while (start < end) {
    send_one(socket);
    receive_one(socket);
    int64_t t = now();
    samples[n++ % MOST_SAMPLES] = t - start;
    start = t;
  }
  return n;
}

static void latency(void *socket) {
  int64_t *samples = malloc(MOST_SAMPLES * sizeof *samples);
  check(samples != NULL, "malloc");
  round_trips(socket, warmup, samples);
  printf("WINDOW\n");
  int64_t used = cpu();
  int64_t total = round_trips(socket, window, samples);
  used = cpu() - used;
  int64_t n = total < MOST_SAMPLES ? total : MOST_SAMPLES;
  qsort(samples, n, sizeof *samples, by_value);
  int64_t stalls = 0;
  for (int64_t i = 0; i < n; i++) {
    stalls += samples[i] > STALL_NANOS;
  }
  printf("RESULT messages=%lld p50=%lld p99=%lld p999=%lld longestGapMicros=%lld stalls=%lld cpuNanos=%lld\n",
         (long long)total, (long long)samples[n / 2], (long long)samples[n * 99 / 100],
         (long long)samples[n * 999 / 1000], (long long)samples[n - 1] / 1000, (long long)stalls, (long long)used);
  _exit(0);
}

static void second_thread(void *(*body)(void *)) {
  pthread_t thread;
  check(pthread_create(&thread, NULL, body, NULL) == 0, "pthread_create");
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "arguments: program endpoint size warmupMillis windowMillis\n");
    return 2;
  }
  const char *program = argv[1];
  endpoint = argv[2];
  size = (size_t)atoll(argv[3]);
  warmup = atoll(argv[4]) * 1000000LL;
  window = atoll(argv[5]) * 1000000LL;
  alarm((unsigned)((warmup + window) / 1000000000LL) + GRACE_SECONDS);
  setvbuf(stdout, NULL, _IOLBF, 0);
  context = zmq_ctx_new();
  if (strcmp(program, "local_thr") == 0) {
    throughput(bound(ZMQ_PULL, 1));
  } else if (strcmp(program, "remote_thr") == 0) {
    send_forever(connected(ZMQ_PUSH));
  } else if (strcmp(program, "local_lat") == 0) {
    echo_forever(bound(ZMQ_REP, 1));
  } else if (strcmp(program, "remote_lat") == 0) {
    latency(connected(ZMQ_REQ));
  } else if (strcmp(program, "inproc_thr") == 0) {
    void *socket = bound(ZMQ_PULL, 0);
    second_thread(connect_and_send);
    throughput(socket);
  } else if (strcmp(program, "inproc_lat") == 0) {
    void *socket = bound(ZMQ_PAIR, 0);
    second_thread(connect_and_echo);
    latency(socket);
  }
  fprintf(stderr, "no such program: %s\n", program);
  return 2;
}
