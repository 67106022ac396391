/* What a block's neighbours, its group, its containers and its page say: see classifier/context.py. */
#include "kernels.h"
#include "logarithms.h"

#include <math.h>
#include <string.h>

#define NEAR 7       /* columns whose neighbours are looked at; the first is the text score, the last the addresses */
#define ADDRESSES 6
#define GROUPS 7     /* rows of the group, of one step up, and of the page */
#define STEP 5
#define STEPS 3
#define PAGES 8
#define ROWS (2 * NEAR + GROUPS + STEP * STEPS + PAGES)
#define TOTALS 4     /* columns that are summed over elements */
#define EXACT 65536.0 /* sums of multiples of its inverse are exact */
#define PARAGRAPH 0  /* see values.PARAGRAPH */
#define ENOUGH 200.0f
#define LEAST_WINDOW -9.0f

struct blocks {
    Py_ssize_t count, elements;
    const float *near, *window, *characters, *outlinks, *domains;
    const int32_t *page, *element, *parent, *first, *last;
    const uint8_t *joint, *markup, *known;
};

static inline double at_least_one(double value) { return value > 1 ? value : 1; }

static inline float text_weight(const struct blocks *all, Py_ssize_t k)
{
    return all->near[k] * sqrtf(all->characters[k]);
}

/* The columns of the blocks from..to, as the block before and the one behind see them. */
static void fill_neighbours(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, float *rows)
{
    for (int c = 0; c < NEAR; c++) {
        const float *column = all->near + c * all->count;
        float *before = rows + 2 * c * all->count, *behind = before + all->count;
        before[from] = behind[to - 1] = 0;
        memcpy(before + from + 1, column + from, (size_t)(to - from - 1) * sizeof *column);
        memcpy(behind + from, column + from + 1, (size_t)(to - from - 1) * sizeof *column);
    }
}

/* The totals of one group. */
static void fill_group(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, float *rows)
{
    double text = 0, characters = 0, outlinks = 0, domains = 0, addresses = 0;
    float window = LEAST_WINDOW;
    for (Py_ssize_t k = from; k < to; k++) {
        text += text_weight(all, k);
        characters += all->characters[k];
        outlinks += all->outlinks[k];
        domains += all->domains[k];
        addresses += all->near[ADDRESSES * all->count + k];
        window = all->window[k] > window ? all->window[k] : window;
    }
    const double said[GROUPS] = {
        text / sqrt(at_least_one(characters)), log1((float)characters), log1((float)outlinks), log1((float)domains),
        log1((float)(to - from)), log1((float)addresses), window,
    };
    for (int c = 0; c < GROUPS; c++)
        for (Py_ssize_t k = from; k < to; k++)
            rows[c * all->count + k] = (float)said[c];
}

/* The groups of the blocks of a page: nothing wider than a line break is between the blocks of one. */
static void fill_groups(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, float *rows)
{
    for (Py_ssize_t start = from, end; start < to; start = end) {
        for (end = start + 1; end < to && all->joint[end] != PARAGRAPH;)
            end++;
        fill_group(all, start, end, rows);
    }
}

struct page {
    float text, characters, outlinks;
    double suspects;
};

static struct page page_of(const struct blocks *all, Py_ssize_t from, Py_ssize_t to)
{
    double text = 0, characters = 0, outlinks = 0, suspects = 0;
    for (Py_ssize_t k = from; k < to; k++) {
        text += text_weight(all, k);
        characters += all->characters[k];
        outlinks += all->outlinks[k];
        suspects += all->near[k] > 1.0f;
    }
    return (struct page){(float)text, (float)characters, (float)outlinks, suspects};
}

/* How much more a block reads like spam than the rest of its page; 0 where there is little else. */
static float above_page(const struct blocks *all, Py_ssize_t k, const struct page *page)
{
    float rest = page->characters - all->characters[k];
    return rest > ENOUGH ? all->near[k] - (page->text - text_weight(all, k)) / sqrtf(rest) : 0;
}

static void fill_page(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, const struct page *page, float *rows)
{
    const double count = (double)(to - from);
    const double said[PAGES - 1] = {
        page->text / sqrt(at_least_one(page->characters)), log1(page->characters), log1(page->outlinks),
        log1((float)count),
        page->suspects / count, all->markup[all->page[from]] != 0, all->known[all->page[from]] != 0,
    };
    for (int c = 0; c < PAGES - 1; c++)
        for (Py_ssize_t k = from; k < to; k++)
            rows[c * all->count + k] = (float)said[c];
    for (Py_ssize_t k = from; k < to; k++)
        rows[(PAGES - 1) * all->count + k] = above_page(all, k, page);
}

/* Sums of the columns before each block: (count + 1) rows of TOTALS. */
static void sum_columns(const struct blocks *all, double *summed)
{
    memset(summed, 0, TOTALS * sizeof *summed);
    for (Py_ssize_t k = 0; k < all->count; k++, summed += TOTALS) {
        const double value[TOTALS] = {text_weight(all, k), all->characters[k], all->outlinks[k], all->domains[k]};
        for (int c = 0; c < TOTALS; c++)
            summed[TOTALS + c] = summed[c] + rint(value[c] * EXACT);
    }
}

/* What each element says of the blocks that it covers; the share lacks its page yet. */
static void sum_elements(const struct blocks *all, const double *summed, float *said)
{
    for (Py_ssize_t e = 0; e < all->elements; e++, said += STEP) {
        const double *from = summed + TOTALS * all->first[e], *to = summed + TOTALS * all->last[e];
        float total[TOTALS];
        for (int c = 0; c < TOTALS; c++)
            total[c] = (float)(to[c] / EXACT - from[c] / EXACT);
        said[0] = total[0] / sqrtf((float)at_least_one(total[1]));
        for (int c = 1; c < TOTALS; c++)
            said[c] = log1(total[c]);
        said[STEP - 1] = total[1];
    }
}

/* What the elements one, two and four steps above the blocks of a page say. */
static void fill_above(const struct blocks *all, Py_ssize_t from, Py_ssize_t to, float page, const float *said,
                       float *rows)
{
    static const int further[STEPS] = {0, 1, 2};
    const float whole = (float)at_least_one(page);
    for (Py_ssize_t k = from; k < to; k++) {
        int32_t element = all->element[k];
        float *row = rows + k;
        for (int step = 0; step < STEPS; step++, row += STEP * all->count) {
            for (int climbed = 0; climbed < further[step]; climbed++)
                element = all->parent[element];
            for (int c = 0; c < STEP - 1; c++)
                row[c * all->count] = said[STEP * element + c];
            row[(STEP - 1) * all->count] = said[STEP * element + STEP - 1] / whole;
        }
    }
}

static void fill_rows(const struct blocks *all, double *summed, float *said, float *rows)
{
    float *groups = rows + 2 * NEAR * all->count, *above = groups + GROUPS * all->count;
    sum_columns(all, summed);
    sum_elements(all, summed, said);
    for (Py_ssize_t from = 0, to; from < all->count; from = to) {
        for (to = from + 1; to < all->count && all->page[to] == all->page[from];)
            to++;
        struct page page = page_of(all, from, to);
        fill_neighbours(all, from, to, rows);
        fill_groups(all, from, to, groups);
        fill_above(all, from, to, page.characters, said, above);
        fill_page(all, from, to, &page, above + STEPS * STEP * all->count);
    }
}

KERNEL(context_rows)
{
    static const char kinds[] = "fffffiBiiiiBB+f";
    Py_buffer v[14];
    double *room = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t n = items(&v[1]), m = items(&v[8]), pages = items(&v[11]);
    struct blocks all = {
        n, m, v[0].buf, v[1].buf, v[2].buf, v[3].buf, v[4].buf, v[5].buf, v[7].buf, v[8].buf, v[9].buf, v[10].buf, v[6].buf,
        v[11].buf, v[12].buf,
    };
    int fit = items(&v[0]) == NEAR * n && items(&v[13]) == ROWS * n && items(&v[9]) == m && items(&v[10]) == m &&
              items(&v[12]) == pages;
    for (int k = 2; k < 8; k++)
        fit = fit && items(&v[k]) == n;
    fit = (fit || unlike("columns of several lengths")) && are_indices(v[5].buf, n, pages) &&
          are_indices(v[7].buf, n, m) && are_indices(v[8].buf, m, m) &&
          are_indices(v[9].buf, items(&v[9]), n + 1) && are_indices(v[10].buf, items(&v[10]), n + 1);
    size_t size = (size_t)(n + 1) * TOTALS * sizeof *room + (size_t)m * STEP * sizeof(float);
    if (fit && (room = PyMem_Malloc(size)) == NULL) {
        PyErr_NoMemory();
        fit = 0;
    }
    if (fit)
        fill_rows(&all, room, (float *)(room + (n + 1) * TOTALS), v[13].buf);
    PyMem_Free(room);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
