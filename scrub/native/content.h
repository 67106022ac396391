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
#define KINDS 3
#define EACH 7 /* of a kind */
#define ALIKE (KINDS * EACH)

#define ORDER 0x9E3779B97F4A7C15u
#define SPREAD 0xD6E8FEB86659FD93u

#endif
