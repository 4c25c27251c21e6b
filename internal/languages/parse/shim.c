/* The runtime's header lies in another module, so the few functions that are needed are declared here, as its interface (ABI 14) has
   them. They are weak, since cgo links each package once alone; the program is linked with the runtime, which has them. NDEBUG must
   not be defined: the runtime's assertions are what stops a grammar's scanner from writing outside its buffers. */
#include "shim.h"

#include <stdbool.h>
#include <stdlib.h>

#define WEAK __attribute__((weak))

typedef struct {
	uint32_t context[4];
	const void *id;
	const void *tree;
} TSNode;

typedef struct {
	const void *tree;
	const void *id;
	uint32_t context[3];
} TSTreeCursor;

extern WEAK void *ts_parser_new(void);
extern WEAK void ts_parser_delete(void *parser);
extern WEAK bool ts_parser_set_language(void *parser, const void *language);
extern WEAK void *ts_parser_parse_string(void *parser, const void *old, const char *src, uint32_t length);
extern WEAK void ts_parser_set_cancellation_flag(void *parser, const size_t *flag);
extern WEAK void ts_set_allocator(void *(*)(size_t), void *(*)(size_t, size_t), void *(*)(void *, size_t), void (*)(void *));
extern WEAK void ts_tree_delete(void *tree);
extern WEAK TSNode ts_tree_root_node(const void *tree);
extern WEAK uint32_t ts_node_start_byte(TSNode node);
extern WEAK uint32_t ts_node_end_byte(TSNode node);
extern WEAK uint16_t ts_node_symbol(TSNode node);
extern WEAK bool ts_node_is_named(TSNode node);
extern WEAK bool ts_node_is_missing(TSNode node);
extern WEAK bool ts_node_is_extra(TSNode node);
extern WEAK bool ts_node_has_error(TSNode node);
extern WEAK TSTreeCursor ts_tree_cursor_new(TSNode node);
extern WEAK void ts_tree_cursor_delete(TSTreeCursor *cursor);
extern WEAK TSNode ts_tree_cursor_current_node(const TSTreeCursor *cursor);
extern WEAK uint16_t ts_tree_cursor_current_field_id(const TSTreeCursor *cursor);
extern WEAK bool ts_tree_cursor_goto_parent(TSTreeCursor *cursor);
extern WEAK bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *cursor);
extern WEAK bool ts_tree_cursor_goto_first_child(TSTreeCursor *cursor);
extern WEAK uint32_t ts_language_symbol_count(const void *language);
extern WEAK const char *ts_language_symbol_name(const void *language, uint16_t symbol);
extern WEAK uint32_t ts_language_field_count(const void *language);
extern WEAK const char *ts_language_field_name_for_id(const void *language, uint16_t field);

static const uint16_t error_symbol = 65535;

/* The nodes so far, and the path from the root to the current one. */
typedef struct {
	pare_node *nodes;
	uint32_t *path;
	uint32_t count, room, depth, path_room;
} flat;

static void *grown(void *array, uint32_t *room, size_t size) {
	*room = *room ? *room * 2 : 1024;
	return realloc(array, (size_t)*room * size);
}

/* Adds the cursor's node; false where there is no memory. */
static bool add(flat *f, const TSTreeCursor *cursor) {
	if (f->count == f->room) {
		pare_node *nodes = grown(f->nodes, &f->room, sizeof *nodes);
		if (!nodes) return false;
		f->nodes = nodes;
	}
	if (f->depth == f->path_room) {
		uint32_t *path = grown(f->path, &f->path_room, sizeof *path);
		if (!path) return false;
		f->path = path;
	}
	TSNode node = ts_tree_cursor_current_node(cursor);
	uint16_t symbol = ts_node_symbol(node);
	uint32_t flags = (ts_node_is_named(node) ? PARE_NAMED : 0) | (symbol == error_symbol ? PARE_ERROR : 0) |
	                 (ts_node_is_missing(node) ? PARE_MISSING : 0) | (ts_node_is_extra(node) ? PARE_EXTRA : 0) |
	                 (ts_node_has_error(node) ? PARE_HAS_ERROR : 0);
	f->path[f->depth++] = f->count;
	f->nodes[f->count++] = (pare_node){ts_node_start_byte(node), ts_node_end_byte(node), 0, symbol,
	                                   ts_tree_cursor_current_field_id(cursor), flags};
	return true;
}

static void leave(flat *f) { f->nodes[f->path[--f->depth]].next = f->count; }

/* Walks the tree in preorder without recursion, since hostile trees are deep. */
static bool walk(flat *f, TSTreeCursor *cursor) {
	for (;;) {
		if (!add(f, cursor)) return false;
		if (ts_tree_cursor_goto_first_child(cursor)) continue;
		while (leave(f), f->depth > 0 && !ts_tree_cursor_goto_next_sibling(cursor)) ts_tree_cursor_goto_parent(cursor);
		if (f->depth == 0) return true;
	}
}

/* What the parse that runs on this thread may still allocate, in bytes, and whether it has had more than that. Error recovery copies all
   that it has skipped again for each token, so bytes measure its work; unlike time, they are the same on every machine. */
static _Thread_local uint64_t left;
static _Thread_local size_t spent;

static void *taken(void *memory, size_t size) {
	if (size && !memory) abort(); /* as the runtime does */
	if (size > left) spent = 1;
	left -= size > left ? left : size;
	return memory;
}

static void *counted_malloc(size_t size) { return taken(malloc(size), size); }
static void *counted_calloc(size_t count, size_t size) { return taken(calloc(count, size), count * size); }
static void *counted_realloc(void *memory, size_t size) { return taken(realloc(memory, size), size); }

void pare_count(void) { ts_set_allocator(counted_malloc, counted_calloc, counted_realloc, free); }

uint32_t pare_parse(const void *language, const char *src, uint32_t length, uint64_t budget, pare_node **nodes) {
	flat f = {0};
	left = budget;
	spent = 0;
	void *parser = ts_parser_new();
	void *tree = NULL;
	bool done = false;
	if (parser) ts_parser_set_cancellation_flag(parser, &spent);
	if (parser && ts_parser_set_language(parser, language)) tree = ts_parser_parse_string(parser, NULL, src, length);
	if (tree) {
		TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
		done = walk(&f, &cursor);
		ts_tree_cursor_delete(&cursor);
		ts_tree_delete(tree);
	}
	if (parser) ts_parser_delete(parser);
	free(f.path);
	if (!done) {
		free(f.nodes);
		return 0;
	}
	*nodes = f.nodes;
	return f.count;
}

uint32_t pare_symbol_count(const void *language) { return ts_language_symbol_count(language); }
const char *pare_symbol_name(const void *language, uint16_t symbol) { return ts_language_symbol_name(language, symbol); }
uint32_t pare_field_count(const void *language) { return ts_language_field_count(language); }
const char *pare_field_name(const void *language, uint16_t field) { return ts_language_field_name_for_id(language, field); }
