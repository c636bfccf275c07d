/**
 * Operations of the training step that TensorFlow has only as chains of passes over memory, each as one pass: the exact
 * GELU, layer norm, rotary heads, causal attention, sums over rows, AdamW; each with its gradient. They are registered with
 * the TensorFlow library of this process by its C interface, so that they run eagerly and in graphs like its own.
 *
 * Everything is float32, row by row. Work is cut into pieces that do not depend on the number of threads, so neither does
 * any digit. N rows, C columns; B sequences of T tokens, H heads of width D.
 */
#include <initializer_list>

#include "attention.hpp"
#include "heads.hpp"
#include "layers.hpp"
#include "optimiser.hpp"

namespace {

using namespace aioli;

using Compute = void (*)(Call&, const Attributes&);

void* create(TF_OpKernelConstruction* context) {
  auto* made = new Attributes;
  TF_Status* const status = TF_NewStatus();
  // An operation lacks most of these; what it lacks stays 0.
  TF_OpKernelConstruction_GetAttrFloat(context, "epsilon", &made->epsilon, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "scale", &made->scale, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "beta1", &made->beta1, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "beta2", &made->beta2, status);
  TF_OpKernelConstruction_GetAttrFloat(context, "clip", &made->clip, status);
  TF_OpKernelConstruction_GetAttrInt64(context, "heads", &made->heads, status);
  TF_OpKernelConstruction_GetAttrInt64(context, "rotary_half", &made->half, status);
  TF_DeleteStatus(status);
  return made;
}

void destroy(void* made) { delete static_cast<Attributes*>(made); }

template <Compute compute>
void run(void* made, TF_OpKernelContext* context) {
  Call call(context);
  compute(call, *static_cast<const Attributes*>(made));
}

template <Compute compute>
void add(const char* name, std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs,
         std::initializer_list<const char*> attributes = {}) {
  TF_OpDefinitionBuilder* const operation = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(operation, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(operation, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(operation, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(operation, TF_ShapeInferenceContextSetUnknownShape);
  TF_Status* const status = TF_NewStatus();
  TF_RegisterOpDefinition(operation, status);
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, run<compute>, destroy), status);
  TF_DeleteStatus(status);
}

}  // namespace

/** Node calls this when it loads the file; there is nothing to export. */
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
  static bool isDone = false;
  if (isDone) return exports;
  isDone = true;
  add<gelu>("AioliGelu", {"x: float"}, {"y: float"});
  add<geluGradient>("AioliGeluGradient", {"x: float", "dy: float"}, {"dx: float"});
  add<sumRows>("AioliSumRows", {"x: float"}, {"sums: float"});
  add<layerNorm>("AioliLayerNorm", {"x: float", "weight: float", "bias: float"},
                 {"y: float", "means: float", "inverses: float"}, {"epsilon: float"});
  add<layerNormGradient>("AioliLayerNormGradient",
                         {"x: float", "means: float", "inverses: float", "weight: float", "dy: float"},
                         {"dx: float", "d_weight: float", "d_bias: float"});
  add<partHeads>("AioliPartHeads", {"fused: float", "cosines: float", "sines: float"},
                 {"queries: float", "keys: float", "values: float"}, {"heads: int", "rotary_half: int", "scale: float"});
  add<partHeadsGradient>("AioliPartHeadsGradient",
                         {"d_queries: float", "d_keys: float", "d_values: float", "cosines: float", "sines: float"},
                         {"d_fused: float"}, {"heads: int", "rotary_half: int", "scale: float"});
  add<attend>("AioliAttend", {"queries: float", "keys: float", "values: float"},
              {"mixed: float", "logarithms: float"}, {"heads: int"});
  add<attendGradient>("AioliAttendGradient",
                      {"d_mixed: float", "queries: float", "keys: float", "values: float", "logarithms: float"},
                      {"d_queries: float", "d_keys: float", "d_values: float"}, {"heads: int"});
  add<adamW>("AioliAdamW",
             {"parameters: float", "first: float", "second: float", "gradient: float", "norm: float", "mask: float",
              "scalars: float"},
             {"new_parameters: float", "new_first: float", "new_second: float"},
             {"beta1: float", "beta2: float", "epsilon: float", "clip: float"});
  return exports;
}
