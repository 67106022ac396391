/* What first opinions say of a page, and which of its blocks are chosen: content/pages.py and extractor/choice.py. */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define LENGTHS 3
#define OPINIONS (LENGTHS + 5)
#define STEPS 64 /* thresholds that are tried */
#define CERTAIN 1e-6f

static const float LONGER[LENGTHS] = {5, 15, 40}; /* words from which a block counts as longer */

static inline double at_least_one(double value) { return value > 1 ? value : 1; }

struct blocks {
    const float *words, *opinion;
    Py_ssize_t from, to;
};

static void fill_opinions(const struct blocks *page, float *said)
{
    double likely = 0, weight = 0, prose = 0, surely = 0, longest = 0, longer[LENGTHS] = {0};
    for (Py_ssize_t k = page->from; k < page->to; k++) {
        float words = page->words[k], own = (words + 1) * page->opinion[k];
        likely += own;
        weight += words + 1;
        prose += words >= LONGER[1] ? own : 0;
        surely += page->opinion[k] > 0.5f;
        longest = own > longest ? own : longest;
        for (int c = 0; c < LENGTHS; c++)
            longer[c] += words > LONGER[c];
    }
    for (int c = 0; c < LENGTHS; c++)
        said[c] = (float)(longer[c] / at_least_one((double)(page->to - page->from)));
    said[LENGTHS] = (float)(likely / at_least_one(weight));
    said[LENGTHS + 1] = (float)log1p(likely);
    said[LENGTHS + 2] = (float)(prose / at_least_one(likely));
    said[LENGTHS + 3] = (float)log1p(surely);
    said[LENGTHS + 4] = (float)(longest / at_least_one(likely));
}

/* The number behind the last block of the page that starts at a block. */
static Py_ssize_t page_end(const int32_t *page, Py_ssize_t count, Py_ssize_t from)
{
    Py_ssize_t to = from + 1;
    while (to < count && page[to] == page[from])
        to++;
    return to;
}

KERNEL(page_opinions)
{
    static const char kinds[] = "iff+f";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int32_t *page = v[0].buf;
    Py_ssize_t n = items(&v[0]), pages = v[3].ndim == 2 ? v[3].shape[0] : 0, width = pages ? v[3].shape[1] : 0;
    int fit = (items(&v[1]) == n && items(&v[2]) == n && v[3].ndim == 2 && (pages == 0 || width >= OPINIONS)) ||
              unlike("columns of several lengths");
    float *said = (float *)v[3].buf + width - OPINIONS; /* the last columns of each page */
    fit = fit && are_indices(v[0].buf, items(&v[0]), pages);
    for (Py_ssize_t p = 0; fit && p < pages; p++)
        memset(said + p * width, 0, OPINIONS * sizeof *said);
    for (Py_ssize_t from = 0, to; fit && from < n; from = to) {
        to = page_end(page, n, from);
        struct blocks blocks = {v[1].buf, v[2].buf, from, to};
        fill_opinions(&blocks, said + page[from] * width);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* The step of a probability from 0 to 1. */
static int step_of(float score)
{
    float step = score * STEPS;
    return step >= STEPS - 1 ? STEPS - 1 : step > 0 ? (int)step : 0;
}

/* The lowest step whose blocks, with those of all higher ones, have the best expected F1. */
static int lowest_step(const struct blocks *page)
{
    double kept[STEPS] = {0}, both[STEPS] = {0}, wanted = 0, most = -1, sum_kept = 0, sum_both = 0;
    int lowest = STEPS - 1;
    for (Py_ssize_t k = page->from; k < page->to; k++) {
        float weight = page->words[k] + 1;
        kept[step_of(page->opinion[k])] += weight;
        both[step_of(page->opinion[k])] += weight * page->opinion[k];
    }
    for (int step = STEPS - 1; step >= 0; step--)
        wanted += both[step];
    for (int step = STEPS - 1; step >= 0; step--) {
        sum_kept += kept[step];
        sum_both += both[step];
        double expected = 2 * sum_both / at_least_one(sum_kept + wanted);
        if (expected > most) {
            most = expected;
            lowest = step;
        }
    }
    return lowest;
}

KERNEL(best_set)
{
    static const char kinds[] = "iff+B";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const int32_t *page = v[0].buf;
    const float *score = v[2].buf;
    uint8_t *chosen = v[3].buf;
    Py_ssize_t n = items(&v[0]);
    int fit = (items(&v[1]) == n && items(&v[2]) == n && items(&v[3]) == n) || unlike("columns of several lengths");
    for (Py_ssize_t from = 0, to; fit && from < n; from = to) {
        to = page_end(page, n, from);
        struct blocks blocks = {v[1].buf, score, from, to};
        int lowest = lowest_step(&blocks);
        for (Py_ssize_t k = from; k < to; k++)
            chosen[k] = step_of(score[k]) >= lowest;
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

KERNEL(read_taste)
{
    enum { SCORE, PAGE, SHIFT, SCALE, RESULT, ARRAYS };
    enum { BLOCKS, PAGES };
    static const char kinds[] = "fiff+f";
    static const struct size sizes[ARRAYS] = {
        [SCORE] = {BLOCKS}, [PAGE] = {BLOCKS}, [SHIFT] = {PAGES}, [SCALE] = {ALONE}, [RESULT] = {BLOCKS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const float *score = v[SCORE].buf, *shift = v[SHIFT].buf, *scale = v[SCALE].buf;
    const int32_t *page = v[PAGE].buf;
    float *result = v[RESULT].buf;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(page, n[BLOCKS], n[PAGES]);
    for (Py_ssize_t i = 0; fit && i < n[BLOCKS]; i++) {
        float certain = score[i] < CERTAIN ? CERTAIN : score[i] > 1 - CERTAIN ? 1 - CERTAIN : score[i];
        float logit = *scale * logf(certain / (1 - certain)) + shift[page[i]];
        result[i] = 0.5f * (1.0f + tanhf(0.5f * logit));
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
