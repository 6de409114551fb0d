/* Runs the ClickHouse in libchdb.so with the given arguments; it can listen like a server. Test only. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>

int main(int argc, char **argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  void *library = argc < 2 ? NULL : dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  void *(*run)(int, char **) = library == NULL ? NULL : dlsym(library, "query_stable_v2");
  if (run == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  argv[1] = "clickhouse";
  return run(argc - 1, argv + 1) == NULL;
}
