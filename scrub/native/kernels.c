/* The table of all functions that Python calls: of the classifier, of the extractor, of what reads pages. */
#include "kernels.h"

#define ROW(name, doc) {#name, (PyCFunction)(void (*)(void))name, METH_FASTCALL, doc}

PyMethodDef kernels[] = {
    ROW(tree_leaves, "(x, node, value, root, total): see trees._leaves"),
    ROW(character_columns, "(text, kinds, scripts, foldeds, points, kind, script, folded): see texts._characters"),
    ROW(tally, "(code, edge, count): how often each code stands between two edges"),
    ROW(find_signs, "(folded, wanted, offset): see texts.signs; returns how many there are"),
    ROW(word_edges, "(kind, start, end): see texts.word_edges; returns the number of words"),
    ROW(word_codes, "(folded, start, length, code): see words.word_codes"),
    ROW(word_sums, "(code, first, last, weight, total): see vocabulary.word_scores"),
    ROW(every_gram, "(folded, code): see language.every_gram"),
    ROW(language_slots, "(code, script, folded, bucket): see languages._every_slot"),
    ROW(familiar, "(code, start, end, page, share): see language.familiarity"),
    ROW(language_evidence, "(bucket, odds, page_start, page_length, page, start, end, foreign, fit): see languages"),
    ROW(weigh, "(folded, edge, weight, each): see ngrams.weigh"),
    ROW(weigh_before, "(folded, edge, weight, each): see ngrams.weigh_before"),
    ROW(cumulate, "(each, summed): see ngrams.cumulated"),
    ROW(stretch_rows, "(summed, start, end, rows): see evidence.of_blocks"),
    ROW(best_by_block, "(block, value, best): see evidence._best"),
    ROW(repeats, "(owner, code, telling, repeated, commonest): see words.repeats; owners rise"),
    ROW(block_words, "(block, code, length, total, longest, mixed): see words.block_words; mixed is of block_codes"),
    ROW(mixed_words, "(script, start, length, mixed): see words.mixed_places"),
    ROW(foreign_scripts, "(count, page, foreign): see language.foreign_script"),
    ROW(screen, "(x, middle, spread, weight, most, total), x by features: see stage.screen"),
    ROW(context_rows, "(near, window, characters, outlinks, domains, page, joint, element, parent, first, last, markup, "
                      "known, rows): see context"),
    ROW(word_forms, "(folded, kind, start, length, block, edge, rows): see forms.forms"),
    ROW(letter_rows, "(kind_count, words, total, longest, kind, start, end, rows): see letters.measured"),
    ROW(positions, "(page, element, depth, characters, density, tag, first, last, wanted, rows): see position.places"),
    ROW(unfamiliar, "(share, characters, page, strange): see language.unfamiliar"),
    ROW(find_outlinks, "(code, block, anchor, mine, whole): see links.outlinks; returns how many, -1 where numpy must "
                       "look"),
    ROW(sums_by_block, "(block, values, sums): see links.sums_of_outlinks; there is one at least"),
    ROW(words_between, "(word, start, end, where): see anchors.repeated_anchors; returns how many, -1 where numpy must "
                       "look"),
    ROW(equal_runs, "(key, order, times): see words.times"),
    ROW(sign_uses, "(folded, points, kind, offset, use): see addresses.uses"),
    ROW(near_digits, "(kind, wanted, near): see addresses.digits_near; returns how many there are"),
    ROW(page_opinions, "(page, words, opinion, said): see content/pages.py"),
    ROW(best_set, "(page, words, score, chosen): see choice.best_set"),
    ROW(read_taste, "(score, page, shift of each page, scale, result): see choice.Taste.of_pages"),
    ROW(plain_hosts, "(hrefs): urls.host_of of each, None where Python must look"),
    ROW(named_by_hosts, "(texts, hosts): bytes, see anchors.named_by_host; 2 where Python must look"),

    ROW(tell, "(statements, points, kind, kind_of, class, mix, start, end, words, page, table, worded, said): see telling"),
    ROW(name_scores, "(labels, addresses, class, mix, table, bare, which, total, mean): see names._summed; returns "
                     "how many there are"),
    ROW(containers, "(ten columns, and eleven for the result): see containers._joined; returns how many"),
    ROW(paths, "(number, which, label, tag, hidden, bare, group, parent, of_block, sums, around): see paths.paths"),
    ROW(block_kinds, "(nine columns, of_block, nth, blocks, weight): see alike._numbered; returns how many there are"),
    ROW(alike_columns, "(nine columns, result): see alike.alike_columns"),
    ROW(title_columns, "(nine columns, result): see title.title_columns"),
    ROW(heading_columns, "(thirteen columns, result): see headings.heading_columns"),
    ROW(block_rows, "(forty-four columns, result, pages): see rows.block_rows"),
    ROW(context_columns, "(sixteen columns, result): see context.context_columns"),
    ROW(network, "(x, low, high, page, weights, bias, hidden, weights, bias, out, base, lanes, answer): see joined.Packed"),

    ROW(is_valid_utf8, "(body): whether bytes are UTF-8 without an error"),
    ROW(count_tags, "(body): how many \"<\" there are"),

    {"bind", bind_lexbor, METH_VARARGS, "(path): whether lexbor's functions were found in that library"},
    {"walk", walk_tree, METH_VARARGS, "(root, hidden, ...): the columns of parser.walk.Rows, see parser.compiled_walk"},
    {"pick", pick_nodes, METH_VARARGS, "(root, flags): marks of all nodes, and tag, id, attributes of those wanted"},

    {NULL, NULL, 0, NULL},
};
