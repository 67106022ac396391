/* Signals of the links in blocks: see signals/links.py and signals/anchors.py. */
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

/* Kinds of characters: see text/characters.py. */
#define UPPER 2
#define DIGIT 3
enum {
    /* of blocks */
    ANCHORS, DENSITY, WORDS, START, END, PAGE, COUNTS,
    /* of outlinks */
    BLOCK, MINE, WHOLE, ANCHOR, MARKS,
    /* of anchors, and of characters */
    ANCHOR_START, ANCHOR_END, ANCHOR_BLOCK, HIDDEN, KIND,
    ROWS, ARRAYS
};
enum {
    LINKS, LINK_DENSITY, EXTERNAL_SHARE, DOMAINS, DOMAINS_PER_LINK, STRANGER_SHARE, OUTLINK_SHARE, HOME_PAGE_SHARE,
    WORDS_PER_LINK, OUTLINK_DENSITY, ANCHOR_LENGTH, LOWER_CASE, KEYWORD_HOSTS, ADDRESS_ANCHORS, REPEATED_ANCHORS,
    HIDDEN_ANCHORS, SIGNALS
};
enum { HOME, NAMED, ADDRESSED, MARK_KINDS };

struct links {
    const Py_buffer *v;
    Py_ssize_t blocks, outlinks, anchors;
    float *rows;
};

#define AT(type, name, k) (((const type *)links->v[name].buf)[k])

static inline float at_least_one(float value) { return value > 1 ? value : 1; }

static inline float *row(const struct links *links, int signal) { return links->rows + signal * links->blocks; }

/* Adds up over each block what is known of its outlinks; whole numbers, so that no sum is rounded. */
static void add_outlinks(const struct links *links)
{
    static const struct {
        int kind, row;
    } marks[MARK_KINDS] = {{HOME, HOME_PAGE_SHARE}, {NAMED, KEYWORD_HOSTS}, {ADDRESSED, ADDRESS_ANCHORS}};
    for (Py_ssize_t j = 0; j < links->outlinks; j++) {
        int32_t block = AT(int32_t, BLOCK, j), anchor = AT(int32_t, ANCHOR, j);
        int32_t start = AT(int32_t, ANCHOR_START, anchor);
        uint8_t kind = AT(uint8_t, KIND, start);
        row(links, STRANGER_SHARE)[block] += AT(int32_t, WHOLE, j) == AT(int32_t, MINE, j);
        row(links, ANCHOR_LENGTH)[block] += (float)(AT(int32_t, ANCHOR_END, anchor) - start);
        row(links, LOWER_CASE)[block] += kind != UPPER && kind != DIGIT;
        for (int k = 0; k < MARK_KINDS; k++)
            row(links, marks[k].row)[block] += AT(uint8_t, MARKS, marks[k].kind * links->outlinks + j) != 0;
    }
}

/* Sums become means, and shares and logarithms of them; page: outlinks of the block's page. */
static void fill_block(const struct links *links, Py_ssize_t k, float page)
{
    static const int mean[] = {STRANGER_SHARE, HOME_PAGE_SHARE, ANCHOR_LENGTH, LOWER_CASE, KEYWORD_HOSTS,
                               ADDRESS_ANCHORS};
    const float anchors = AT(float, ANCHORS, k), count = AT(float, COUNTS, k);
    const float domains = AT(float, COUNTS, links->blocks + k), outlinks = at_least_one(count);
    int32_t length = AT(int32_t, END, k) - AT(int32_t, START, k);
    for (size_t m = 0; m < sizeof mean / sizeof *mean; m++)
        row(links, mean[m])[k] /= outlinks;
    row(links, LINKS)[k] = log1(anchors);
    row(links, LINK_DENSITY)[k] = AT(float, DENSITY, k);
    row(links, EXTERNAL_SHARE)[k] = count / at_least_one(anchors);
    row(links, DOMAINS)[k] = log1(domains);
    row(links, DOMAINS_PER_LINK)[k] = domains / outlinks;
    row(links, OUTLINK_SHARE)[k] = count / at_least_one(page);
    row(links, WORDS_PER_LINK)[k] = log1(AT(float, WORDS, k) / outlinks);
    const float linked = row(links, ANCHOR_LENGTH)[k] * count;
    row(links, OUTLINK_DENSITY)[k] = (float)((double)linked / (length > 1 ? length : 1));
    row(links, ANCHOR_LENGTH)[k] = log1(row(links, ANCHOR_LENGTH)[k]);
    row(links, HIDDEN_ANCHORS)[k] /= at_least_one(anchors);
}

static void fill_signals(const struct links *links)
{
    memset(links->rows, 0, (size_t)(links->blocks * SIGNALS) * sizeof *links->rows);
    add_outlinks(links);
    for (Py_ssize_t j = 0; j < links->anchors; j++)
        row(links, HIDDEN_ANCHORS)[AT(int32_t, ANCHOR_BLOCK, j)] += AT(uint16_t, HIDDEN, j) != 0;
    for (Py_ssize_t from = 0, to; from < links->blocks; from = to) {
        double page = 0;
        for (to = from; to < links->blocks && AT(int32_t, PAGE, to) == AT(int32_t, PAGE, from); to++)
            page += AT(float, COUNTS, to);
        for (Py_ssize_t k = from; k < to; k++)
            fill_block(links, k, (float)page);
    }
}

/* Do the arrays belong together? */
static int belong_together(struct links *links)
{
    enum { OF_BLOCKS, OF_OUTLINKS, OF_ANCHORS };
    static const struct size sizes[ARRAYS] = {
        [ANCHORS] = {OF_BLOCKS, 0}, [DENSITY] = {OF_BLOCKS, 0}, [WORDS] = {OF_BLOCKS, 0}, [START] = {OF_BLOCKS, 0},
        [END] = {OF_BLOCKS, 0}, [PAGE] = {OF_BLOCKS, 0}, [COUNTS] = {OF_BLOCKS, 2}, [BLOCK] = {OF_OUTLINKS, 0},
        [MINE] = {OF_OUTLINKS, 0}, [WHOLE] = {OF_OUTLINKS, 0}, [ANCHOR] = {OF_OUTLINKS, 0},
        [MARKS] = {OF_OUTLINKS, MARK_KINDS}, [ANCHOR_START] = {OF_ANCHORS, 0}, [ANCHOR_END] = {OF_ANCHORS, 0},
        [ANCHOR_BLOCK] = {OF_ANCHORS, 0}, [HIDDEN] = {OF_ANCHORS, 0}, [KIND] = {FREE, 0}, [ROWS] = {OF_BLOCKS, SIGNALS},
    };
    const Py_buffer *v = links->v;
    Py_ssize_t number[MOST_NUMBERS], characters = items(&v[KIND]);
    if (!have_sizes(v, sizes, ARRAYS, number))
        return 0;
    links->blocks = number[OF_BLOCKS];
    links->outlinks = number[OF_OUTLINKS];
    links->anchors = number[OF_ANCHORS];
    return are_indices(v[BLOCK].buf, links->outlinks, links->blocks) &&
           are_indices(v[ANCHOR].buf, links->outlinks, links->anchors) &&
           are_indices(v[ANCHOR_BLOCK].buf, links->anchors, links->blocks) &&
           are_indices(v[ANCHOR_START].buf, links->anchors, characters) &&
           are_spans(v[ANCHOR_START].buf, v[ANCHOR_END].buf, links->anchors, characters) &&
           are_spans(v[START].buf, v[END].buf, links->blocks, characters);
}

KERNEL(link_signals)
{
    static const char kinds[] = "fffiiifiiiiBiiiHB+f";
    Py_buffer v[ARRAYS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    struct links links = {.v = v, .rows = v[ROWS].buf};
    int fit = belong_together(&links);
    if (fit)
        fill_signals(&links);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
