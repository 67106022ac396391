/* What the loops of the extractor share: how wide its columns are, and how its codes are mixed; see signals/content. */
#ifndef SCRUB_CONTENT_H
#define SCRUB_CONTENT_H

#define COUNTS 23
#define TABLES 2 /* of the worth of words */
#define WORDED (3 * TABLES)
#define OVERLAPS 10
#define TITLE 6
#define HEADINGS 5
#define NAME_SCORES 4
#define GROUPS 22
#define PATH (NAME_SCORES + GROUPS + 1)
#define INNER_NAMES 3               /* along a path: what tells of the stretch of the main content */
#define INNER_WORDING (WORDED / 2) /* the same of words */
#define KINDS 3
#define EACH 7 /* of a kind */
#define ALIKE (KINDS * EACH)

#define ORDER 0x9E3779B97F4A7C15u
#define SPREAD 0xD6E8FEB86659FD93u

#include "native.h"

/* How often each code stands there, and whether it stands there for the first time; 0 with an exception. */
int count_repeats(const uint64_t *code, Py_ssize_t n, int32_t *times, int32_t *first);

#endif
