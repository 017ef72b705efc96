"""The other engines, each in the ways that it can be set up for the work.

An engine gives its variants for a number of threads and a batch, and a closure that runs the network once
and returns its outputs as arrays. Which variant is the fastest is found out by trying.
"""

import concurrent.futures
from pathlib import Path

import numpy as np

from networks import NETWORKS


def onnxruntime(name, folder, inputs, threads, variant):
    """One graph; its branches one after the other, or side by side."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    side_by_side = variant == "branches side by side"
    options.intra_op_num_threads = 1 if side_by_side else threads
    options.inter_op_num_threads = threads if side_by_side else 1
    if side_by_side:
        options.execution_mode = onnxruntime.ExecutionMode.ORT_PARALLEL
    session = onnxruntime.InferenceSession(
        f"{folder}/{name}.batch{batch_of(inputs)}.onnx", options, providers=["CPUExecutionProvider"])
    binding = session.io_binding()
    for key, value in inputs.items():
        binding.bind_cpu_input(key, value)
    for key in NETWORKS[name].outputs:
        binding.bind_output(key, "cpu")

    def run():
        session.run_with_iobinding(binding)
        return binding.copy_outputs_to_cpu()

    return run, onnxruntime.__version__


def openvino(name, folder, inputs, threads, variant):
    """One request for latency, or one image in each of several requests."""
    import openvino

    core = openvino.Core()
    streams = threads if variant == "a stream for each thread" else 1
    batch = batch_of(inputs) // (streams if streams > 1 else 1)
    model = core.read_model(f"{folder}/{name}.batch{batch_of(inputs)}.onnx")
    model.reshape({key: [batch, *value.shape[1:]] for key, value in inputs.items()})
    compiled = core.compile_model(model, "CPU", {
        "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": streams,
        "PERFORMANCE_HINT": "LATENCY" if streams == 1 else "THROUGHPUT",
        "INFERENCE_PRECISION_HINT": "f32"})
    requests = [compiled.create_infer_request() for _ in range(streams)]
    for index, request in enumerate(requests):
        for key, value in inputs.items():
            part = np.ascontiguousarray(value[index * batch:(index + 1) * batch])
            request.set_tensor(key, openvino.Tensor(part))
    count = len(NETWORKS[name].outputs)

    def run():
        if streams == 1:
            requests[0].infer()
        else:
            for request in requests:
                request.start_async()
            for request in requests:
                request.wait()
        outputs = [[r.get_output_tensor(i).data for r in requests] for i in range(count)]
        return [parts[0] if streams == 1 else np.concatenate(parts) for parts in outputs]

    return run, openvino.__version__.split("-")[0]


def ncnn(name, folder, inputs, threads, variant):
    """One image after the other on all threads, or as many side by side."""
    import ncnn

    side_by_side = threads if variant == "images side by side" else 1
    net = ncnn.Net()
    net.opt.num_threads = threads // side_by_side
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    net.load_param(f"{folder}/{name}.pnnx/network.ncnn.param")
    net.load_model(f"{folder}/{name}.pnnx/network.ncnn.bin")
    images = [
        [ncnn.Mat(np.ascontiguousarray(value[k])) for value in inputs.values()]
        for k in range(batch_of(inputs))]
    count = len(NETWORKS[name].outputs)

    def one(image):
        extractor = net.create_extractor()
        for index, value in enumerate(image):
            extractor.input(f"in{index}", value)
        return [np.array(extractor.extract(f"out{index}")[1]) for index in range(count)]

    pool = concurrent.futures.ThreadPoolExecutor(side_by_side) if side_by_side > 1 else None

    def run():
        results = list((pool.map if pool else map)(one, images))
        return [np.stack(parts) for parts in zip(*results)]

    return run, ncnn.__version__


def pytorch(name, folder, inputs, threads, variant):
    """TorchScript, frozen and optimised for inference, in either memory format."""
    import torch

    from modules import built

    torch.set_num_threads(threads)
    module, _ = built(name, Path(folder))
    tensors = [torch.from_numpy(value) for value in inputs.values()]
    if variant == "channels last":
        module = module.to(memory_format=torch.channels_last)
        tensors = [tensor.to(memory_format=torch.channels_last) for tensor in tensors]
    with torch.no_grad():
        script = torch.jit.freeze(torch.jit.trace(module, tuple(tensors)).eval())
        script = torch.jit.optimize_for_inference(script)

    def run():
        with torch.inference_mode():
            outputs = script(*tensors)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        return [output.numpy() for output in outputs]

    return run, torch.__version__.split("+")[0]


ENGINES = {
    "onnxruntime": onnxruntime, "openvino": openvino, "ncnn": ncnn, "pytorch": pytorch,
}


def batch_of(inputs):
    return next(iter(inputs.values())).shape[0]


def variants(engine, name, threads, batch):
    """The ways of setting an engine up that may be its fastest."""
    if engine == "pytorch":
        return ["contiguous", "channels last"]
    together = ["one after the other"]
    if threads > 1 and engine == "onnxruntime" and len(NETWORKS[name].inputs) > 1:
        together.append("branches side by side")
    if threads > 1 and batch % threads == 0:
        if engine == "openvino":
            together.append("a stream for each thread")
        if engine == "ncnn":
            together.append("images side by side")
    return together
