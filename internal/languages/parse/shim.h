#ifndef PARE_SHIM_H
#define PARE_SHIM_H

#include <stdint.h>

/* One node of a flattened syntax tree, in preorder. next is the index behind its last descendant. */
typedef struct {
	uint32_t start, end, next;
	uint16_t symbol, field;
	uint32_t flags;
} pare_node;

enum { PARE_NAMED = 1, PARE_ERROR = 2, PARE_MISSING = 4, PARE_EXTRA = 8, PARE_HAS_ERROR = 16 };

/* Has the runtime count what it allocates. To be called once, before anything is parsed. */
void pare_count(void);

/* Parses src and hands out its nodes; the caller frees them. Returns their number, or 0 where there is no memory or no such grammar, or where
   parsing takes more than budget, in bytes that are allocated in all. */
uint32_t pare_parse(const void *language, const char *src, uint32_t length, uint64_t budget, pare_node **nodes);

uint32_t pare_symbol_count(const void *language);
const char *pare_symbol_name(const void *language, uint16_t symbol);
uint32_t pare_field_count(const void *language);
const char *pare_field_name(const void *language, uint16_t field);

#endif
