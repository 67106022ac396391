/* The table of all functions that Python calls: of the classifier, of the extractor, of what reads pages. */
#include "kernels.h"

#define ROW(name, doc) {#name, (PyCFunction)(void (*)(void))name, METH_FASTCALL, doc}

PyMethodDef kernels[] = {
    ROW(tree_leaves, "(x, feature, threshold, out, tree, leaf, value, total): see trees.descend"),
    ROW(character_columns, "(text, kinds, scripts, foldeds, points, kind, script, folded): see texts._characters"),
    ROW(find_signs, "(folded, wanted, offset): see texts.signs; returns how many there are"),
    ROW(word_edges, "(kind, start, end): see texts.word_edges; returns the number of words"),
    ROW(word_codes, "(folded, start, length, code): see words.word_codes"),
    ROW(word_sums, "(code, first, last, weight, total): see vocabulary.word_scores"),
    ROW(every_gram, "(folded, code): see language.every_gram"),
    ROW(language_slots, "(code, script, folded, bucket): see languages._every_slot"),
    ROW(familiar, "(code, start, end, page, share): see language.familiarity"),
    ROW(language_evidence, "(bucket, rows, columns, page_start, page_length, page, start, end, foreign, fit): see "
                           "languages.language_scores"),
    ROW(weigh_both, "(folded, edge, pairs, each, other): see ngrams.weigh_both"),
    ROW(weigh_before, "(folded, edge, weight, each): see ngrams.weigh_before"),
    ROW(sum_ngrams, "(folded, weight, total): see family.families_of; returns how many n-grams have a row"),
    ROW(cumulate, "(each, summed): see ngrams.cumulated"),
    ROW(block_scores, "(each, start, end, score): see evidence.neutral_scores"),
    ROW(stretch_rows, "(summed, start, end, rows): see evidence.of_blocks"),
    ROW(word_repeats, "(owner, code, length, start, folded, repeated, commonest): see words.repetition"),
    ROW(block_words, "(block, code, length, total, longest, mixed): see words.block_words; mixed is of block_codes"),
    ROW(mixed_words, "(script, start, length, mixed): see words.mixed_places"),
    ROW(foreign_scripts, "(count, page, foreign): see language.foreign_script"),
    ROW(screen, "(x, scale, weight, total), x by features: see stage.screen"),
    ROW(context_rows, "(near, window, characters, outlinks, domains, page, joint, element, parent, first, last, markup, "
                      "known, rows): see context"),
    ROW(word_forms, "(folded, kind, start, length, block, edge, rows): see forms.forms"),
    ROW(letter_rows, "(kind_count, words, total, longest, kind, start, end, rows): see letters.measured"),
    ROW(positions, "(page, element, depth, characters, density, tag, first, last, wanted, rows): see position.places"),
    ROW(unfamiliar, "(share, characters, page, strange): see language.unfamiliar"),
    ROW(find_outlinks, "(code, block, page, found): see links.outlinks; returns how many, -1 where numpy must look"),
    ROW(outlink_counts, "(block, mine, counts): see links.counts"),
    ROW(link_repeats, "(start, length, block, code, folded, link_start, link_end, repeated, commonest): see "
                      "anchors.repeated_anchors; returns False where numpy must look"),
    ROW(alike, "(key, others): see words.alike; returns whether that was soon done"),
    ROW(blocks_at, "(edge, place, block): see whole.blocks_at"),
    ROW(find_codes, "(code, known, found): the numbers of the codes that are known; returns how many there are"),
    ROW(sign_places, "(folded, points, kind, offset, place): see addresses.signs_by_use; returns how many of each use"),
    ROW(near_digits, "(kind, wanted, near): see addresses.digits_near; returns how many there are"),
    ROW(page_opinions, "(page, words, opinion, said): see content/pages.py"),
    ROW(best_set, "(page, words, score, chosen): see choice.best_set"),
    ROW(plain_hosts, "(hrefs): urls.host_of of each, and the places of those where Python must look"),
    ROW(domain_codes, "(hosts, own, registrable_domain, anchors, code): see columns.Columns.anchor_domain_code"),
    ROW(join_documents, "(documents, and nine for the result): see joined.join; False where numpy must look"),
    ROW(block_counts, "(kind, script, edges, start, end, counts, all): see columns.Columns._counts"),
    ROW(word_spans, "(begin, start, end, first, last): see columns.Columns.word_span"),
    ROW(link_marks, "(texts, hrefs, hosts, anchor, page, start, end, first, marks): see linking.link_marks; returns how "
                    "many of the marks are 2, where Python must look"),
    ROW(host_scores, "(hosts, folded, weight, bias, score): see evidence.host_scores"),
    ROW(link_evidence, "(summed, found, anchor_start, anchor_end, block, host, count, named_in, named, added, anchor, "
                       "rows): see evidence._of_links"),
    ROW(link_signals, "(seventeen columns, rows): the signals of links and anchors, see signals/filled.py"),
    ROW(plain_signals, "(thirteen columns, rows): signals that follow from counts, see signals/filled.py"),
    ROW(cut_blocks, "(start, end, edge, first, last, anchor, and seven for the result): see finer.cut_finer; returns how "
                    "many blocks there are"),
    ROW(page_types, "(x, low, high, weights, bias, found): see extractor/types.py"),
    ROW(prune_runs, "(start, end, page, score, linked, types, weight, bias, main): see extractor/runs.py"),
    ROW(read_taste, "(score, page, shift of each page, scale, result): see choice.Taste.of_pages"),

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

    ROW(main_blocks, "(main, start, end, joint, element, parent, tag, structural, nearest): see cleaner/kept.py"),
    ROW(belonging, "(pictures, unseen, main, start, end, first, last, parent, tag, kind): see pictures._belonging"),
    ROW(adorned, "(Link, Mark, hrefs, names, text, number, start, end, begin, block, from, to, spam, marks): see ornaments"),
    ROW(labels_with, "(labels, stems): which labels may hold one of the stems, see comments._likely"),

    ROW(is_valid_utf8, "(body): whether bytes are UTF-8 without an error"),
    ROW(count_tags, "(body): how many \"<\" there are"),

    ROW(deep_text, "(node, separator): LexborNode.text"),
    ROW(short_text, "(node, tags without text, characters, nodes): texts of a small element, see parser.nodes"),
    ROW(texts_behind, "(node, top, most): texts behind a node and below another, and the node to go on from or 0"),
    ROW(above, "(node, most): name, and class and id, of an element and of what it stands in, see parser.nodes"),
    ROW(attribute, "(node, name): its value or None"),
    ROW(head_links, "(node, link, title): what parser.head asks of what stands below a node"),
    ROW(holding, "(node, queries, most): elements with an attribute that holds a word, see parser.nodes"),
    ROW(tidy, "(text, longest): see tidy.tidy"),
    ROW(letters, "(text): see tidy.sameness"),
    ROW(suspicious_blocks, "(sheet): see sheets.Sheet"),
    ROW(blocks_with, "(sheet, word): see sheets.Sheet._with_word"),
    ROW(rules_naming, "(parts, blocks, names): see sheets.Sheet._naming"),

    ROW(named_elements, "(node): elements by class attribute and by id, and their number, see parser.elements"),
    {"bind", bind_lexbor, METH_VARARGS, "(path): whether lexbor's functions were found in that library"},
    {"walk", walk_tree, METH_VARARGS, "(root, hidden, ...): the columns of parser.walk.Rows, see parser.compiled_walk"},
    {"pick", pick_nodes, METH_VARARGS, "(root, kinds, tags, Found, nodes, metas, characters): what parser.gathered.Gathered "
                                       "has, and what identifies what is in its lists"},
    {"path", path_to_node, METH_VARARGS, "(root, node): numbers among siblings, upwards"},

    {NULL, NULL, 0, NULL},
};
