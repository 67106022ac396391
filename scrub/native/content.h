/* What the loops of the extractor share: how wide its columns are, and how its codes are mixed; see signals/content. */
#ifndef SCRUB_CONTENT_H
#define SCRUB_CONTENT_H

#include "native.h"

#define COUNTS 23
#define CHARACTER_KINDS 14
#define MOST_DENSITIES 64 /* of a recipe */
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


/* How often each code stands there, and whether it stands there for the first time; 0 with an exception. */
int count_repeats(const uint64_t *code, Py_ssize_t n, int32_t *times, int32_t *first);

/* What `sum_blocks` reads of blocks. */
struct counted {
    const float *of_kind, *words, *characters, *anchors, *anchored, *density; /* of_kind: (n, CHARACTER_KINDS) */
    const uint8_t *tag, *kind; /* the latter of all characters */
    const uint16_t *hidden;
    const int32_t *end;
    const uint8_t *tags, *which; /* bits of each tag; which kinds of characters are counted */
    const float *limits;
};

/* (n + 1, COUNTS): what is counted of all blocks before each. */
void sum_blocks(const struct counted *of, Py_ssize_t n, double *sum);

/* How densities are made from counts: sizes as logarithms, then one count per another; one of them may be squashed. */
struct recipe {
    int sizes, ratios, width, squashed;
    const uint8_t *size, *upper, *lower;
};

/* Are all bytes less than the size? If not, sets an exception. */
int are_places(const uint8_t *byte, Py_ssize_t count, int size);

/* A recipe out of bytes: how many sizes and ratios, which ratio is squashed (255: none), sizes, uppers, lowers. */
int read_recipe(const Py_buffer *view, struct recipe *recipe);

/* The densities that a recipe makes of counts. */
void densities(const float *count, const struct recipe *recipe, float *result);

#endif
