// The renderer's one export: what reads a scene and a template and knows neither
// JSON nor KV, so that whoever asks for data need not load it.
#include "boundary/calls.h"
#include "exchange.h"

CALL(render)
