/* The disk under a PostgreSQL, failing on command: loaded ahead of the C library by every process of a database under
   test, it counts the calls that change files of the cluster and makes the n-th of them fail. Compiled and
   commanded by failing-disk.harness.ts; no product loads it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum family { WRITES = 1, SYNCS = 2, FILES = 4 };

/* Shared by all processes. The test writes the first four fields and reads the others. */
struct command {
  _Atomic uint32_t watched; /* families that are counted; 0: the disk is well */
  uint32_t nth;             /* from 1; 0: only count */
  uint32_t in_a_row;        /* so many calls fail, from the n-th on */
  int32_t error;            /* errno; 0: half of a write arrives, and what follows finds no room */
  _Atomic uint32_t passed;
  _Atomic uint32_t struck;
  char first[232]; /* of those that were struck: the call and its file */
};

static struct command *command;
static char cluster[PATH_MAX];
/* Where this process wrote half. */
static int full_fd = -1;

__attribute__((constructor)) static void take_command(void) {
  const char *path = getenv("FAILING_DISK_COMMAND");
  const char *data = getenv("FAILING_DISK_CLUSTER");
  int fd = path && data ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  /* The server writes its title over its environment. */
  snprintf(cluster, sizeof cluster, "%s", data);
  void *shared = mmap(NULL, sizeof *command, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) command = shared;
  close(fd);
}

static int strikes(const char *call, const char *path) {
  size_t length = strlen(cluster);
  /* The server's processes stand in the cluster: a relative path is below it. */
  if (path[0] == '/') {
    if (strncmp(path, cluster, length) != 0 || path[length] != '/') return 0;
    path += length + 1;
  }
  uint32_t at = atomic_fetch_add(&command->passed, 1) + 1;
  if (command->nth == 0 || at < command->nth || at - command->nth >= command->in_a_row) return 0;
  if (atomic_fetch_add(&command->struck, 1) == 0) {
    snprintf(command->first, sizeof command->first, "%s %s", call, path);
  }
  errno = command->error ? command->error : ENOSPC;
  return 1;
}

static int path_strikes(enum family family, const char *call, const char *path) {
  return command && (command->watched & family) && strikes(call, path);
}

static int fd_strikes(enum family family, const char *call, int fd) {
  char link[64], path[PATH_MAX];
  struct stat file;
  if (!command || !(command->watched & family)) return 0;
  if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strikes(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* `half` is the call with half of the bytes. */
#define WRITE(name, fd, whole, half)                             \
  do {                                                           \
    if (full_fd == fd && command->watched) {                     \
      full_fd = -1;                                              \
      errno = ENOSPC;                                            \
      return -1;                                                 \
    }                                                            \
    if (!fd_strikes(WRITES, #name, fd)) return REAL(name) whole; \
    if (command->error) return -1;                               \
    full_fd = fd;                                                \
    return REAL(name) half;                                      \
  } while (0)

ssize_t write(int fd, const void *from, size_t bytes) {
  WRITE(write, fd, (fd, from, bytes), (fd, from, bytes / 2));
}

ssize_t pwrite(int fd, const void *from, size_t bytes, off_t at) {
  WRITE(pwrite, fd, (fd, from, bytes, at), (fd, from, bytes / 2, at));
}

ssize_t pwrite64(int fd, const void *from, size_t bytes, off64_t at) {
  WRITE(pwrite64, fd, (fd, from, bytes, at), (fd, from, bytes / 2, at));
}

ssize_t pwritev(int fd, const struct iovec *from, int parts, off_t at) {
  WRITE(pwritev, fd, (fd, from, parts, at), (fd, from, parts / 2, at));
}

ssize_t pwritev64(int fd, const struct iovec *from, int parts, off64_t at) {
  WRITE(pwritev64, fd, (fd, from, parts, at), (fd, from, parts / 2, at));
}

ssize_t pwritev2(int fd, const struct iovec *from, int parts, off_t at, int flags) {
  WRITE(pwritev2, fd, (fd, from, parts, at, flags), (fd, from, parts / 2, at, flags));
}

int fsync(int fd) { return fd_strikes(SYNCS, "fsync", fd) ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return fd_strikes(SYNCS, "fdatasync", fd) ? -1 : REAL(fdatasync)(fd); }

int sync_file_range(int fd, off64_t at, off64_t bytes, unsigned int flags) {
  return fd_strikes(SYNCS, "sync_file_range", fd) ? -1 : REAL(sync_file_range)(fd, at, bytes, flags);
}

int ftruncate(int fd, off_t bytes) {
  return fd_strikes(FILES, "ftruncate", fd) ? -1 : REAL(ftruncate)(fd, bytes);
}

/* This one answers its error. */
int posix_fallocate(int fd, off_t at, off_t bytes) {
  return fd_strikes(FILES, "posix_fallocate", fd) ? errno : REAL(posix_fallocate)(fd, at, bytes);
}

int rename(const char *from, const char *to) {
  return path_strikes(FILES, "rename", to) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path) {
  return path_strikes(FILES, "unlink", path) ? -1 : REAL(unlink)(path);
}
