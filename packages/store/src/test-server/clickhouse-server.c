/* Runs the ClickHouse in libchdb.so with the given arguments; it can listen like a server. Test only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>

/* The library would abort when another server resets a connection, as it does after LIMIT. */
ssize_t recv(int socket, void *buffer, size_t length, int flags) {
  ssize_t (*receive)(int, void *, size_t, int) = dlsym(RTLD_NEXT, "recv");
  ssize_t count = receive(socket, buffer, length, flags);
  return count < 0 && errno == ECONNRESET ? 0 : count;
}

int main(int argc, char **argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  void *library = argc < 2 ? NULL : dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  void *(*run)(int, char **) = library == NULL ? NULL : dlsym(library, "query_stable_v2");
  if (run == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  argv[1] = "clickhouse";
  return run(argc - 1, argv + 1) == NULL;
}
