/** What a kernel gets to see of the TensorFlow library: its inputs, outputs and attributes. */
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

// The part of TensorFlow's C interface that is used (tensorflow/c/kernels.h, ops.h, tf_tensor.h of 2.x).
extern "C" {
struct TF_Status;
struct TF_Tensor;
struct TF_OpDefinitionBuilder;
struct TF_ShapeInferenceContext;
struct TF_KernelBuilder;
struct TF_OpKernelConstruction;
struct TF_OpKernelContext;
TF_Status* TF_NewStatus();
void TF_DeleteStatus(TF_Status*);
int TF_GetCode(const TF_Status*);
void TF_SetStatus(TF_Status*, int code, const char* message);
void* TF_TensorData(const TF_Tensor*);
int TF_NumDims(const TF_Tensor*);
int64_t TF_Dim(const TF_Tensor*, int);
void TF_DeleteTensor(TF_Tensor*);
TF_OpDefinitionBuilder* TF_NewOpDefinitionBuilder(const char*);
void TF_OpDefinitionBuilderAddAttr(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderAddInput(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderAddOutput(TF_OpDefinitionBuilder*, const char*);
void TF_OpDefinitionBuilderSetShapeInferenceFunction(TF_OpDefinitionBuilder*,
                                                     void (*)(TF_ShapeInferenceContext*, TF_Status*));
void TF_RegisterOpDefinition(TF_OpDefinitionBuilder*, TF_Status*);
void TF_ShapeInferenceContextSetUnknownShape(TF_ShapeInferenceContext*, TF_Status*);
TF_KernelBuilder* TF_NewKernelBuilder(const char* operation, const char* device,
                                      void* (*create)(TF_OpKernelConstruction*),
                                      void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));
void TF_RegisterKernelBuilder(const char*, TF_KernelBuilder*, TF_Status*);
void TF_OpKernelConstruction_GetAttrFloat(TF_OpKernelConstruction*, const char*, float*, TF_Status*);
void TF_OpKernelConstruction_GetAttrInt64(TF_OpKernelConstruction*, const char*, int64_t*, TF_Status*);
void TF_GetInput(TF_OpKernelContext*, int, TF_Tensor**, TF_Status*);
TF_Tensor* TF_AllocateOutput(TF_OpKernelContext*, int, int type, const int64_t*, int, size_t, TF_Status*);
void TF_OpKernelContext_Failure(TF_OpKernelContext*, TF_Status*);
}

namespace aioli {

constexpr int float32 = 1;           // TF_FLOAT
constexpr int invalidArgument = 3;   // TF_INVALID_ARGUMENT

/** Numbers that an operation was made with. */
struct Attributes {
  float epsilon = 0;
  float scale = 0;
  float beta1 = 0;
  float beta2 = 0;
  float clip = 0;
  int64_t heads = 0;
  int64_t half = 0;
};

using Shape = std::vector<int64_t>;

/** An input: its values and sizes. */
struct Given {
  const float* values;
  Shape shape;
  int64_t size() const {
    int64_t product = 1;
    for (const int64_t one : shape) product *= one;
    return product;
  }
};

/** One call: inputs, outputs, and a failure when something is wrong. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  Call(const Call&) = delete;
  ~Call() {
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  Given input(int at) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, at, &tensor, status_);
    if (!keep(tensor)) return {nullptr, {0}};
    Shape shape;
    for (int i = 0; i < TF_NumDims(tensor); i++) shape.push_back(TF_Dim(tensor, i));
    return {static_cast<const float*>(TF_TensorData(tensor)), shape};
  }

  float* output(int at, const Shape& shape) {
    int64_t size = 1;
    for (const int64_t one : shape) size *= one;
    TF_Tensor* tensor = TF_AllocateOutput(context_, at, float32, shape.data(), static_cast<int>(shape.size()),
                                          static_cast<size_t>(size) * sizeof(float), status_);
    return keep(tensor) ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

  /** Whether sizes fit; else the call fails with these words. */
  bool expect(bool fits, const char* words) {
    if (!fits && TF_GetCode(status_) == 0) TF_SetStatus(status_, invalidArgument, words);
    return good();
  }

  bool good() {
    if (TF_GetCode(status_) == 0) return true;
    TF_OpKernelContext_Failure(context_, status_);
    return false;
  }

 private:
  bool keep(TF_Tensor* tensor) {
    if (tensor) tensors_.push_back(tensor);
    return good() && tensor;
  }

  TF_OpKernelContext* const context_;
  TF_Status* const status_;
  std::vector<TF_Tensor*> tensors_;
};

}  // namespace aioli
