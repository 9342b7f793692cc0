"""A peer that trains: facenet-pytorch's Inception-ResNet-v1, 160x160, whole steps in eager PyTorch. See rounds.py.

    python train_peer.py --precision bf16 --batch 30 --threads 2

The input is a ready fp32 tensor and the gradient of the embeddings is given, as in `facenet benchmark train`, so forward,
backward and AdaGrad's update are timed. By default weights and images are channels-last, PyTorch's faster layout here;
bf16 is by autocast.
"""

import argparse
import contextlib
import os

import rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--batch", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--contiguous", action="store_true", help="PyTorch's default layout in place of channels-last")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)

    import torch
    from facenet_pytorch import InceptionResnetV1

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    network = InceptionResnetV1(classify=False, num_classes=2).train()
    layout = torch.contiguous_format if options.contiguous else torch.channels_last
    network = network.to(memory_format=layout)
    x = (torch.rand(options.batch, 3, 160, 160) * 2 - 1).contiguous(memory_format=layout)
    slope = torch.rand(options.batch, 512) * 2 - 1
    optimizer = torch.optim.Adagrad(network.parameters(), lr=1e-4, initial_accumulator_value=0.1, foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        cast = torch.autocast("cpu", torch.bfloat16) if options.precision == "bf16" else contextlib.nullcontext()
        with cast:
            y = network(x)
        y.float().backward(slope)
        optimizer.step()
        return options.batch

    rounds.serve(step)


if __name__ == "__main__":
    main()
