/* The loop that puts the extractor's columns together, block by block. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

#define OWN 21
#define PLACES 7
#define FIRST_KINDS 4
#define LAST_KINDS 2
#define BITS 4
#define LEVELS 4
#define ASKED 10 /* kinds of characters */

enum { WORDS_AT = 1, PROSE_AT = 13, HEADINGS_AT = 15 }; /* among the counts */

/* The counts between two rows of sums. */
static void between(const double *sums, Py_ssize_t first, Py_ssize_t last, float *count)
{
    for (int k = 0; k < COUNTS; k++)
        count[k] = (float)(sums[last * COUNTS + k] - sums[first * COUNTS + k]);
}

/* The share of a page's words, or words of prose, that stand between two of its blocks. */
static float share(const double *sums, int k, Py_ssize_t first, Py_ssize_t last, Py_ssize_t begin, Py_ssize_t end)
{
    float part = (float)(sums[last * COUNTS + k] - sums[first * COUNTS + k]);
    float whole = (float)(sums[end * COUNTS + k] - sums[begin * COUNTS + k]);
    return part / (whole > 1.0f ? whole : 1.0f);
}

/* The arrays. */
enum {
    OF_KIND, WORDS, CHARACTERS, ANCHORS, ANCHORED, DENSITY, TAG, TAGS, WHICH, LIMITS, PAGE, FIRST, LENGTH, KIND_OF,
    START, END, KIND, JOINT, AFTER_BODY, DEPTH, NTH, ELEMENT, HIDDEN, BIT, SAID_BY, TITLED, WORDING, AROUND, PATHS,
    OF_BLOCK, PARENT, C_FIRST, C_LAST, C_PAGE, SIBLINGS, C_NTH, HEADED, ALIKE_BY, ALL, WIDE, HELD, NEAR_AT, HELD_AT,
    WINDOWS, RESULT, PAGES, ARRAYS
};
/* What they are as long as. */
enum { BLOCKS, OF_PAGES, CONTAINERS, ELEMENTS, TEXT, NEIGHBOURS, HOLDING, WINDOWED };

/* The arrays, and what is worked out from them. */
struct rows {
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS], width;
    struct recipe all, wide, held;
    int near, windows, container; /* columns of a neighbour, windows, columns of a container */
    double *sums;                 /* (n + 1, COUNTS): what is counted of all blocks before each */
    float *containers, *pages;    /* (containers, container), (pages, held + 1) */
};

#define AS(type, name) ((const type *)rows->v[name].buf)

/* What only the block itself has: its place, its first and last character, what lies around it. */
static float *own(const struct rows *rows, Py_ssize_t i, Py_ssize_t heading, float *at)
{
    const double *sums = rows->sums;
    int32_t page = AS(int32_t, PAGE)[i], begin = AS(int32_t, FIRST)[page], length = AS(int32_t, LENGTH)[page];
    const uint8_t *kind = AS(uint8_t, KIND);
    Py_ssize_t end = begin + length;
    *at++ = (float)((double)(i - begin) / (length > 1 ? length : 1));
    *at++ = (float)AS(uint8_t, JOINT)[i];
    *at++ = i + 1 < rows->n[BLOCKS] ? (float)AS(uint8_t, JOINT)[i + 1] : 0.0f;
    *at++ = (float)AS(uint8_t, AFTER_BODY)[i];
    for (int k = 0; k < FIRST_KINDS; k++)
        *at++ = (float)(AS(uint8_t, KIND_OF)[AS(int32_t, START)[i]] == kind[k]);
    for (int k = 0; k < LAST_KINDS; k++)
        *at++ = (float)(AS(uint8_t, KIND_OF)[AS(int32_t, END)[i] - 1] == kind[FIRST_KINDS + k]);
    *at++ = (float)(AS(int32_t, DEPTH)[i] / 10.0);
    *at++ = log1((float)AS(int32_t, NTH)[AS(int32_t, ELEMENT)[i]]);
    *at++ = share(sums, WORDS_AT, begin, i, begin, end);
    *at++ = share(sums, PROSE_AT, begin, i, begin, end);
    *at++ = share(sums, WORDS_AT, i + 1, end, begin, end);
    *at++ = share(sums, PROSE_AT, i + 1, end, begin, end);
    *at++ = log1((float)(i - (heading > begin ? heading : begin)));
    for (int k = 0; k < BITS; k++)
        *at++ = (float)((AS(uint16_t, HIDDEN)[i] & AS(uint16_t, BIT)[k]) != 0);
    return at;
}

/* Copies one row of some; returns what is behind it. */
static float *copied(float *at, const float *from, Py_ssize_t row, int width)
{
    memcpy(at, from + row * width, (size_t)width * sizeof *at);
    return at + width;
}

/* What stands `step` blocks further; zeros past the ends of the page. */
static float *neighbour(const struct rows *rows, Py_ssize_t i, int step, float *at)
{
    Py_ssize_t j = i + step;
    if (j < 0 || j >= rows->n[BLOCKS] || AS(int32_t, PAGE)[j] != AS(int32_t, PAGE)[i]) {
        memset(at, 0, (size_t)rows->near * sizeof *at);
        return at + rows->near;
    }
    const float *there = AS(float, RESULT) + j * rows->width;
    for (int k = 0; k < rows->near - 3; k++)
        *at++ = there[AS(uint8_t, NEAR_AT)[k]];
    *at++ = AS(float, AROUND)[j * PATH];
    *at++ = AS(float, WORDING)[j * WORDED];
    *at++ = AS(float, WORDING)[j * WORDED + WORDED / 2];
    return at;
}

/* Densities of the blocks up to `size` before and behind, on the same page. */
static float *window(const struct rows *rows, Py_ssize_t i, int size, float *at)
{
    int32_t page = AS(int32_t, PAGE)[i], begin = AS(int32_t, FIRST)[page], end = begin + AS(int32_t, LENGTH)[page];
    float count[COUNTS];
    between(rows->sums, i - size > begin ? i - size : begin, i + size + 1 < end ? i + size + 1 : end, count);
    densities(count, &rows->wide, at);
    return at + rows->wide.width;
}

/* One row: what the block is, what is around it, before, behind and above it, and what its page is. */
static void fill_row(const struct rows *rows, Py_ssize_t i, Py_ssize_t heading)
{
    const int32_t *parent = AS(int32_t, PARENT);
    int32_t c = AS(int32_t, OF_BLOCK)[i], level = c;
    const float *paths = AS(float, PATHS);
    float *at = (float *)rows->v[RESULT].buf + i * rows->width + rows->all.width;
    at = own(rows, i, heading, at);
    at = copied(at, AS(float, SAID_BY), i, OVERLAPS);
    at = copied(at, AS(float, TITLED), i, TITLE);
    at = copied(at, AS(float, WORDING), i, WORDED);
    at = copied(at, AS(float, AROUND), i, PATH);
    for (int k = 0; k < 2; k++, level = parent[c])
        for (int name = 1; name < 4; name += 2)
            *at++ = paths[level * (Py_ssize_t)PATH + name];
    at = copied(at, AS(float, HEADED), i, HEADINGS);
    at = copied(at, AS(float, ALIKE_BY), i, ALIKE);
    for (int step = -1; step < 2; step += 2)
        at = neighbour(rows, i, step, at);
    for (int k = 0; k < rows->windows; k++)
        at = window(rows, i, AS(uint8_t, WINDOWS)[k], at);
    for (int k = 0; k < LEVELS; k++, c = parent[c])
        at = copied(at, rows->containers, c, rows->container);
    copied(at, rows->pages, AS(int32_t, PAGE)[i], rows->held.width + 1);
}

/* What each container holds, and its place in its page and its parent. */
static void fill_containers(const struct rows *rows)
{
    const double *sums = rows->sums;
    for (Py_ssize_t c = 0; c < rows->n[CONTAINERS]; c++) {
        int32_t page = AS(int32_t, C_PAGE)[c], begin = AS(int32_t, FIRST)[page], blocks = AS(int32_t, LENGTH)[page];
        int32_t first = AS(int32_t, C_FIRST)[c], last = AS(int32_t, C_LAST)[c];
        double length = blocks > 1 ? blocks : 1;
        float held[COUNTS], *at = rows->containers + c * rows->container;
        between(sums, first, last, held);
        densities(held, &rows->held, at);
        at += rows->held.width;
        *at++ = share(sums, WORDS_AT, first, last, begin, begin + blocks);
        *at++ = share(sums, PROSE_AT, first, last, begin, begin + blocks);
        *at++ = (float)((first - begin) / length);
        *at++ = (float)((begin + length - last) / length);
        *at++ = log1(AS(float, SIBLINGS)[c]);
        *at++ = AS(float, C_NTH)[c];
        *at++ = AS(float, PATHS)[c * PATH];
    }
}

/* What each page is made of, and the mean worth of the names around its blocks. */
static void fill_pages(const struct rows *rows)
{
    for (Py_ssize_t p = 0; p < rows->n[OF_PAGES]; p++) {
        int32_t begin = AS(int32_t, FIRST)[p], blocks = AS(int32_t, LENGTH)[p];
        float count[COUNTS], *row = rows->pages + p * (rows->held.width + 1);
        float *made = (float *)rows->v[PAGES].buf + p * rows->all.width;
        double names = 0.0;
        between(rows->sums, begin, begin + blocks, count);
        densities(count, &rows->all, made);
        for (int k = 0; k < rows->held.width; k++)
            row[k] = made[AS(uint8_t, HELD_AT)[k]];
        for (int32_t i = begin; i < begin + blocks; i++)
            names += (double)AS(float, AROUND)[(Py_ssize_t)i * PATH];
        row[rows->held.width] = (float)(names / (blocks > 1 ? blocks : 1));
    }
}

/* Reads the recipes, and tells how wide a row is. */
static int read_recipes(struct rows *rows)
{
    if (!read_recipe(&rows->v[ALL], &rows->all) || !read_recipe(&rows->v[WIDE], &rows->wide) ||
        !read_recipe(&rows->v[HELD], &rows->held))
        return 0;
    if (rows->n[NEIGHBOURS] > MOST_DENSITIES || rows->n[WINDOWED] > MOST_DENSITIES ||
        rows->n[HOLDING] != rows->held.width)
        return unlike("other columns than the recipes make");
    rows->near = (int)rows->n[NEIGHBOURS] + 3;
    rows->windows = (int)rows->n[WINDOWED];
    rows->container = rows->held.width + PLACES;
    rows->width = rows->all.width + OWN + OVERLAPS + TITLE + WORDED + PATH + 4 + HEADINGS + ALIKE + 2 * rows->near +
                  rows->windows * rows->wide.width + LEVELS * rows->container + rows->held.width + 1;
    return are_places(rows->v[NEAR_AT].buf, rows->n[NEIGHBOURS], rows->all.width) &&
           are_places(rows->v[HELD_AT].buf, rows->n[HOLDING], rows->all.width);
}

/* Does every number lead somewhere, and is every row as wide as what is written into it? */
static int belong_together(struct rows *rows)
{
    const Py_ssize_t *n = rows->n;
    if (n[BLOCKS] >= INT32_MAX)
        return unlike("too many blocks");
    if (!read_recipes(rows) || !are_places(AS(uint8_t, WHICH), ASKED, CHARACTER_KINDS))
        return 0;
    for (Py_ssize_t i = 0; i < n[BLOCKS]; i++)
        if (AS(int32_t, START)[i] < 0 || AS(int32_t, START)[i] >= AS(int32_t, END)[i] || AS(int32_t, END)[i] > n[TEXT])
            return unlike("a block without a text");
    if (items(&rows->v[RESULT]) != n[BLOCKS] * rows->width || items(&rows->v[PAGES]) != n[OF_PAGES] * rows->all.width)
        return unlike("room for rows of another width");
    return lie_in_runs(AS(int32_t, PAGE), n[BLOCKS], AS(int32_t, FIRST), AS(int32_t, LENGTH), n[OF_PAGES]) &&
           are_indices(AS(int32_t, ELEMENT), n[BLOCKS], n[ELEMENTS]) &&
           are_indices(AS(int32_t, OF_BLOCK), n[BLOCKS], n[CONTAINERS]) &&
           are_indices(AS(int32_t, PARENT), n[CONTAINERS], n[CONTAINERS]) &&
           are_indices(AS(int32_t, C_PAGE), n[CONTAINERS], n[OF_PAGES]) &&
           are_spans(AS(int32_t, C_FIRST), AS(int32_t, C_LAST), n[CONTAINERS], n[BLOCKS]);
}

/* Room for what is known of containers and pages before the rows are filled. */
static int make_room(struct rows *rows)
{
    size_t containers = (size_t)rows->n[CONTAINERS] * (size_t)rows->container;
    size_t pages = (size_t)rows->n[OF_PAGES] * (size_t)(rows->held.width + 1);
    size_t sums = ((size_t)rows->n[BLOCKS] + 1) * COUNTS;
    rows->sums = PyMem_Malloc(sums * sizeof *rows->sums + (containers + pages) * sizeof *rows->containers);
    if (rows->sums == NULL)
        return no_room();
    rows->containers = (float *)(rows->sums + sums);
    rows->pages = rows->containers + containers;
    return 1;
}

/* What is counted of all blocks before each. */
static void count_blocks(const struct rows *rows)
{
    const struct counted counted = {
        AS(float, OF_KIND), AS(float, WORDS), AS(float, CHARACTERS), AS(float, ANCHORS), AS(float, ANCHORED),
        AS(float, DENSITY), AS(uint8_t, TAG), AS(uint8_t, KIND_OF), AS(uint16_t, HIDDEN), AS(int32_t, END),
        AS(uint8_t, TAGS), AS(uint8_t, WHICH), AS(float, LIMITS),
    };
    sum_blocks(&counted, rows->n[BLOCKS], rows->sums);
}

/* All rows. */
static void fill_rows(const struct rows *rows)
{
    count_blocks(rows);
    fill_containers(rows);
    fill_pages(rows);
    for (Py_ssize_t i = 0; i < rows->n[BLOCKS]; i++) {
        float count[COUNTS];
        between(rows->sums, i, i + 1, count);
        densities(count, &rows->all, (float *)rows->v[RESULT].buf + i * rows->width);
    }
    for (Py_ssize_t i = 0, heading = 0; i < rows->n[BLOCKS]; i++) {
        const double *sums = rows->sums + i * COUNTS + HEADINGS_AT;
        heading = sums[COUNTS] > sums[0] ? i : heading;
        fill_row(rows, i, heading);
    }
}

KERNEL(block_rows)
{
    static const char kinds[] = "ffffffBBBfiiiBiiBBBiiiHHfffffiiiiiffffBBBBBB+f+f";
    static const struct size sizes[ARRAYS] = {
        [OF_KIND] = {BLOCKS, CHARACTER_KINDS}, [WORDS] = {BLOCKS}, [CHARACTERS] = {BLOCKS}, [ANCHORS] = {BLOCKS},
        [ANCHORED] = {BLOCKS}, [DENSITY] = {BLOCKS}, [TAG] = {BLOCKS}, [TAGS] = {ALONE, 256}, [WHICH] = {ALONE, ASKED},
        [LIMITS] = {ALONE, 4}, [PAGE] = {BLOCKS}, [FIRST] = {OF_PAGES}, [LENGTH] = {OF_PAGES}, [KIND_OF] = {TEXT},
        [START] = {BLOCKS}, [END] = {BLOCKS}, [KIND] = {ALONE, FIRST_KINDS + LAST_KINDS}, [JOINT] = {BLOCKS},
        [AFTER_BODY] = {BLOCKS}, [DEPTH] = {BLOCKS}, [NTH] = {ELEMENTS}, [ELEMENT] = {BLOCKS}, [HIDDEN] = {BLOCKS},
        [BIT] = {ALONE, BITS},
        [SAID_BY] = {BLOCKS, OVERLAPS}, [TITLED] = {BLOCKS, TITLE}, [WORDING] = {BLOCKS, WORDED},
        [AROUND] = {BLOCKS, PATH}, [PATHS] = {CONTAINERS, PATH}, [OF_BLOCK] = {BLOCKS}, [PARENT] = {CONTAINERS},
        [C_FIRST] = {CONTAINERS}, [C_LAST] = {CONTAINERS}, [C_PAGE] = {CONTAINERS}, [SIBLINGS] = {CONTAINERS},
        [C_NTH] = {CONTAINERS}, [HEADED] = {BLOCKS, HEADINGS}, [ALIKE_BY] = {BLOCKS, ALIKE}, [ALL] = {FREE},
        [WIDE] = {FREE}, [HELD] = {FREE}, [NEAR_AT] = {NEIGHBOURS}, [HELD_AT] = {HOLDING}, [WINDOWS] = {WINDOWED},
        [RESULT] = {FREE}, [PAGES] = {FREE},
    };
    struct rows rows = {.sums = NULL};
    (void)self;
    if (open_arrays(args, given, kinds, rows.v) < 0)
        return NULL;
    int fit = have_sizes(rows.v, sizes, ARRAYS, rows.n) && belong_together(&rows) && make_room(&rows);
    if (fit)
        fill_rows(&rows);
    PyMem_Free(rows.sums);
    close_arrays(kinds, rows.v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
