namespace ResNetGen.Generator.Tests.Diagnostics;

// Networks that cannot be declared, each with its messages.
public sealed partial class DiagnosticTests
{
    public static TheoryData<string, string[]> Networks =>
        new()
        {
            {
                "[ResNet({|RNG0013:17|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 17, only 18, 34, 50, 101 or 152: write [ResNet(18)], or the network by its blocks, such as [ResNet(BlockType.Basic, 2, 2, 2, 2)]",
                ]
            },
            {
                "[ResNet(depth: {|RNG0013:int.MaxValue|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 2147483647, only 18, 34, 50, 101 or 152: write [ResNet(152)], or the network by its blocks, such as [ResNet(BlockType.Bottleneck, 3, 8, 36, 3)]",
                ]
            },
            {
                "[ResNet({|RNG0013:20|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 20, only 18, 34, 50, 101 or 152: write it by its blocks, [ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16)]",
                ]
            },
            {
                "[ResNet({|RNG0013:200|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 200, only 18, 34, 50, 101 or 152: write it by its blocks, [ResNet(BlockType.Bottleneck, 3, 24, 36, 3)]",
                ]
            },
            {
                "[{|RNG0014:ResNet(BlockType.Bottleneck)|}] partial class Net;",
                [
                    "RNG0014: The network has no stages, but needs the number of blocks in each: write them, such as [ResNet(BlockType.Bottleneck, 3, 4, 6, 3)]",
                ]
            },
            {
                "[{|RNG0014:ResNet(BlockType.Basic, null)|}] partial class Net;",
                [
                    "RNG0014: The network has no stages, but needs the number of blocks in each: write them, such as [ResNet(BlockType.Basic, 2, 2, 2, 2)]",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 3, {|RNG0015:0|}, {|RNG0015:-1|})] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                    "RNG0015: Stage 3 has -1 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, new[] { 3, {|RNG0015:0|} })] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, new int[] { 3, {|RNG0015:0|} })] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, {|RNG0016:1|}, 1)] partial class Net;",
                [
                    "RNG0016: The network has 10 stages, but can have 8 at the most: write fewer stages with more blocks in each",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 3, {|RNG0017:2046|})] partial class Net;",
                [
                    "RNG0017: The network has 2,049 blocks, but can have 2,048 at the most, as each is written out in code: write smaller stages",
                ]
            },
            {
                "[ResNet(BlockType.Basic, {|RNG0017:int.MaxValue|}, int.MaxValue, int.MaxValue)] partial class Net;",
                [
                    "RNG0017: The network has 6,442,450,941 blocks, but can have 2,048 at the most, as each is written out in code: write smaller stages",
                ]
            },
            {
                "[ResNet(50, Classes = {|RNG0018:-1|})] partial class Net;",
                [
                    "RNG0018: Classes is -1, but must be between 0 and 1,000,000: write a number in that range, such as Classes = 1000",
                ]
            },
            {
                "[ResNet(50, InputChannels = {|RNG0018:4097|})] partial class Net;",
                [
                    "RNG0018: InputChannels is 4,097, but must be between 1 and 4,096: write a number in that range, such as InputChannels = 4096",
                ]
            },
            {
                "[ResNet(50, InputHeight = {|RNG0018:-224|})] partial class Net;",
                [
                    "RNG0018: InputHeight is -224, but must be between 1 and 16,384: write a number in that range, such as InputHeight = 224",
                ]
            },
            {
                "[ResNet(50, InputWidth = {|RNG0018:16385|})] partial class Net;",
                [
                    "RNG0018: InputWidth is 16,385, but must be between 1 and 16,384: write a number in that range, such as InputWidth = 16384",
                ]
            },
            {
                "[ResNet(50, Batch = {|RNG0018:1025|})] partial class Net;",
                [
                    "RNG0018: Batch is 1,025, but must be between 1 and 1,024: write a number in that range, such as Batch = 1024",
                ]
            },
            {
                "[ResNet(50, BaseWidth = {|RNG0018:8193|})] partial class Net;",
                [
                    "RNG0018: BaseWidth is 8,193, but must be between 1 and 8,192: write a number in that range, such as BaseWidth = 8192",
                ]
            },
            {
                "[ResNet(50, Groups = {|RNG0018:0|})] partial class Net;",
                [
                    "RNG0018: Groups is 0, but must be between 1 and 8,192: write a number in that range, such as Groups = 1",
                ]
            },
            {
                "[ResNet(50, WidthPerGroup = {|RNG0018:int.MinValue|})] partial class Net;",
                [
                    "RNG0018: WidthPerGroup is -2,147,483,648, but must be between 1 and 8,192: write a number in that range, such as WidthPerGroup = 64",
                ]
            },
            {
                "[ResNet({|RNG0019:(BlockType)9|}, 1)] partial class Net;",
                ["RNG0019: BlockType has no member of value 9: write BlockType.Basic or BlockType.Bottleneck"]
            },
            {
                "[ResNet(50, Stem = {|RNG0019:(Stem)7|})] partial class Net;",
                ["RNG0019: Stem has no member of value 7: write Stem.Conv7x7 or Stem.Conv3x3"]
            },
            {
                "[ResNet(50, Shortcut = {|RNG0019:(Shortcut)(-1)|})] partial class Net;",
                [
                    "RNG0019: Shortcut has no member of value -1: write Shortcut.Projection, Shortcut.ProjectionAlways or Shortcut.ZeroPad",
                ]
            },
            {
                "[ResNet(50, BottleneckStride = {|RNG0019:(BottleneckStride)2|})] partial class Net;",
                [
                    "RNG0019: BottleneckStride has no member of value 2: write BottleneckStride.Conv3x3 or BottleneckStride.Conv1x1",
                ]
            },
            {
                "[ResNet(50, Convolution = {|RNG0019:(ConvolutionMode)9|})] partial class Net;",
                ["RNG0019: Convolution has no member of value 9: write ConvolutionMode.Auto or ConvolutionMode.Direct"]
            },
            {
                "[ResNet(50, InputHeight = {|RNG0020:16|}, InputWidth = {|RNG0020:4|})] partial class Net;",
                [
                    "RNG0020: InputHeight is 16, but some layer would be left with a single pixel to halve: write InputHeight = 17 or more, or the stem for small images, Stem = Stem.Conv3x3",
                    "RNG0020: InputWidth is 4, but some layer would be left with a single pixel to halve: write InputWidth = 17 or more",
                ]
            },
            {
                "[{|RNG0020:ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, InputWidth = 257)|}] partial class Net;",
                [
                    "RNG0020: InputHeight is 224, but some layer would be left with a single pixel to halve: write InputHeight = 257 or more, or the stem for small images, Stem = Stem.Conv3x3",
                ]
            },
            {
                "[ResNet(18, Groups = {|RNG0021:32|}, WidthPerGroup = {|RNG0021:4|})] partial class Net;",
                [
                    "RNG0021: Groups is 32, but must be 1 for basic blocks: leave it out, or write bottleneck blocks, such as [ResNet(50, Groups = 32)]",
                    "RNG0021: WidthPerGroup is 4, but must be 64 for basic blocks: leave it out, or write bottleneck blocks, such as [ResNet(50, WidthPerGroup = 4)]",
                ]
            },
            {
                "[ResNet(34, BottleneckStride = {|RNG0022:BottleneckStride.Conv1x1|})] partial class Net;",
                [
                    "RNG0022: BottleneckStride is Conv1x1, but the network has basic blocks, and no 1x1 convolution to put the stride in: leave it out, or write bottleneck blocks, such as [ResNet(50, BottleneckStride = BottleneckStride.Conv1x1)]",
                ]
            },
            {
                "[ResNet(50, BaseWidth = 16, WidthPerGroup = {|RNG0023:6|})] partial class Net;",
                [
                    "RNG0023: WidthPerGroup = 6 with BaseWidth = 16 makes 1.5 channels in each group of the first stage (BaseWidth * WidthPerGroup / 64), but they must be a whole number: write WidthPerGroup = 4 or 8",
                ]
            },
            {
                "[ResNet(50, BaseWidth = 1, WidthPerGroup = {|RNG0023:1|})] partial class Net;",
                [
                    "RNG0023: WidthPerGroup = 1 with BaseWidth = 1 makes 0.015625 channels in each group of the first stage (BaseWidth * WidthPerGroup / 64), but they must be a whole number: write WidthPerGroup = 64",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, BaseWidth = 4096)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as its widest layer has 131,072 channels, but 65,536 is the most: write a smaller BaseWidth, or fewer stages",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, Groups = 8192)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as its widest layer has 4,194,304 channels, but 65,536 is the most: write fewer Groups, a smaller WidthPerGroup or BaseWidth, or fewer stages",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, BaseWidth = 1024)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as it has 6,035,818,472 parameters, but 2,147,483,647 is the most: write a smaller BaseWidth, fewer blocks or fewer Classes",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, InputHeight = 16384, InputWidth = 16384)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as one image needs a workspace of 11,822,697,216 floats, but 2,147,483,647 is the most: write a smaller InputHeight and InputWidth",
                ]
            },
            {
                "[ResNet(50, Batch = {|RNG0024:1024|})] partial class Net;",
                [
                    "RNG0024: The network is too large, as a batch of 1,024 needs a workspace of 2,425,094,144 floats, but 2,147,483,647 is the most: write Batch = 906 or less",
                ]
            },
        };
}
