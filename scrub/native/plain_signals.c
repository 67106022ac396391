/* Signals of blocks that follow from a few counts: of marks, of odd words, of addresses, of what hides them. See the
   modules of scrub/signals that name them. */
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

#define KINDS 14
#define SCRIPTS 15
#define FORMS 5
#define MEANS 5
#define PLACED 4 /* signals that are counts of places */
#define USUAL 0.004f /* share of combining marks on the rest of a page from which its language needs them */
#define PARAGRAPH 0  /* see values.PARAGRAPH */
/* Kinds and scripts of characters: see text/characters.py. */
enum { STYLED = 11, MARK = 12, LATIN = 1, CYRILLIC = 3 };
enum { NUMBERED, LEET, LONE, GLUED, RANDOM };
enum {
    KIND_COUNT, SCRIPT_COUNT, WORDS, CHARACTERS, PAGE, CONCEALED, AFTER_BODY, JOINT, FORM, EDGE, PLACE, FOUND, BITS,
    ROWS, ARRAYS
};
enum {
    CODE, MARKS, NUMBERED_WORDS, MIXED_WORDS, LEET_WORDS, LONE_LETTERS, GLUED_WORDS, DRESSED, WRITTEN_ADDRESSES,
    NAMED_HOSTS, RANDOM_WORDS, BEHIND_BODY, STANDS_APART, HIDDEN, SIGNALS = HIDDEN + MEANS
};

struct blocks {
    const Py_buffer *v;
    Py_ssize_t count;
    float *rows;
};

#define AT(type, name, k) (((const type *)blocks->v[name].buf)[k])

static inline float at_least_one(float value) { return value > 1 ? value : 1; }

static inline float *row(const struct blocks *blocks, int signal) { return blocks->rows + signal * blocks->count; }

/* Counts for each block some places in the text, in rising order. */
static void count_places(const struct blocks *blocks, const int64_t *place, int64_t count, float *row)
{
    Py_ssize_t block = 0;
    memset(row, 0, (size_t)blocks->count * sizeof *row);
    for (int64_t k = 0; k < count; k++) {
        while (block < blocks->count && AT(int64_t, EDGE, block + 1) <= place[k])
            block++;
        if (block == blocks->count)
            return;
        row[block] += place[k] >= AT(int64_t, EDGE, block);
    }
}

static inline float mark_count(const struct blocks *blocks, Py_ssize_t k)
{
    return AT(float, KIND_COUNT, k * KINDS + MARK);
}

/* The share of combining marks in the blocks of a page, 0 where their script or their page needs them. */
static void fill_marks(const struct blocks *blocks, Py_ssize_t from, Py_ssize_t to)
{
    double marks = 0, characters = 0;
    for (Py_ssize_t k = from; k < to; k++) {
        marks += mark_count(blocks, k);
        characters += AT(float, CHARACTERS, k);
    }
    for (Py_ssize_t k = from; k < to; k++) {
        const float own = AT(float, CHARACTERS, k), count = mark_count(blocks, k);
        const float *script = &AT(float, SCRIPT_COUNT, k * SCRIPTS);
        float usual = ((float)marks - count) / at_least_one((float)characters - own);
        int plain = script[LATIN] + script[CYRILLIC] > 0.5f * at_least_one(own - count);
        row(blocks, MARKS)[k] = plain && usual < USUAL ? count / at_least_one(own) : 0;
    }
}

static void fill_block(const struct blocks *blocks, Py_ssize_t k)
{
    static const struct {
        int form, row;
    } logged[] = {{NUMBERED, NUMBERED_WORDS}, {LEET, LEET_WORDS}, {LONE, LONE_LETTERS}, {RANDOM, RANDOM_WORDS}};
    const float words = at_least_one(AT(float, WORDS, k)), characters = AT(float, CHARACTERS, k);
    for (size_t m = 0; m < sizeof logged / sizeof *logged; m++)
        row(blocks, logged[m].row)[k] = log1(AT(float, FORM, logged[m].form * blocks->count + k));
    row(blocks, CODE)[k] /= at_least_one(characters);
    row(blocks, MIXED_WORDS)[k] /= words;
    row(blocks, GLUED_WORDS)[k] = AT(float, FORM, GLUED * blocks->count + k) / words;
    row(blocks, DRESSED)[k] = log1(AT(float, KIND_COUNT, k * KINDS + STYLED) + row(blocks, MARKS)[k] * characters);
    row(blocks, WRITTEN_ADDRESSES)[k] = log1(row(blocks, WRITTEN_ADDRESSES)[k]);
    row(blocks, NAMED_HOSTS)[k] = log1(row(blocks, NAMED_HOSTS)[k]);
    row(blocks, BEHIND_BODY)[k] = AT(uint8_t, AFTER_BODY, k) != 0;
    row(blocks, STANDS_APART)[k] = AT(uint8_t, JOINT, k) == PARAGRAPH;
    for (int m = 0; m < MEANS; m++)
        row(blocks, HIDDEN + m)[k] = (AT(uint16_t, CONCEALED, k) & AT(uint16_t, BITS, m)) != 0;
}

static void fill_signals(const struct blocks *blocks)
{
    static const int placed[PLACED] = {CODE, MIXED_WORDS, WRITTEN_ADDRESSES, NAMED_HOSTS};
    const int64_t *place = blocks->v[PLACE].buf;
    for (int k = 0; k < PLACED; place += AT(int64_t, FOUND, k), k++)
        count_places(blocks, place, AT(int64_t, FOUND, k), row(blocks, placed[k]));
    for (Py_ssize_t from = 0, to; from < blocks->count; from = to) {
        for (to = from + 1; to < blocks->count && AT(int32_t, PAGE, to) == AT(int32_t, PAGE, from);)
            to++;
        fill_marks(blocks, from, to);
    }
    for (Py_ssize_t k = 0; k < blocks->count; k++)
        fill_block(blocks, k);
}

/* Are there as many places as were found? */
static int are_found(const int64_t *found, Py_ssize_t places)
{
    for (int k = 0; k < PLACED; places -= found[k], k++)
        if (found[k] < 0 || found[k] > places)
            return unlike("other places than were found");
    return places == 0 || unlike("more places than were found");
}

KERNEL(plain_signals)
{
    enum { OF_BLOCKS, EDGES };
    static const char kinds[] = "ffffiHBBflllH+f";
    static const struct size sizes[ARRAYS] = {
        [KIND_COUNT] = {OF_BLOCKS, KINDS}, [SCRIPT_COUNT] = {OF_BLOCKS, SCRIPTS}, [WORDS] = {OF_BLOCKS, 0},
        [CHARACTERS] = {OF_BLOCKS, 0}, [PAGE] = {OF_BLOCKS, 0}, [CONCEALED] = {OF_BLOCKS, 0},
        [AFTER_BODY] = {OF_BLOCKS, 0}, [JOINT] = {OF_BLOCKS, 0}, [FORM] = {OF_BLOCKS, FORMS}, [EDGE] = {EDGES, 0},
        [PLACE] = {FREE, 0}, [FOUND] = {ALONE, PLACED}, [BITS] = {ALONE, MEANS}, [ROWS] = {OF_BLOCKS, SIGNALS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t number[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, number) &&
              (number[EDGES] == number[OF_BLOCKS] + 1 || unlike("an edge more than blocks is wanted")) &&
              are_found(v[FOUND].buf, items(&v[PLACE]));
    struct blocks blocks = {v, number[OF_BLOCKS], v[ROWS].buf};
    if (fit)
        fill_signals(&blocks);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
