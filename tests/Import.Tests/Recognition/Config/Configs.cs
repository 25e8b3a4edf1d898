using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResNetGen.Import.Tests;

/// <summary>Files beside weights, as timm and transformers have them, and what becomes of them.</summary>
internal static class Configs
{
    // As https://huggingface.co/timm/resnet50.a1_in1k has it.
    public const string Timm = """
        {
          "architecture": "resnet50",
          "num_classes": 1000,
          "num_features": 2048,
          "pretrained_cfg": {
            "tag": "a1_in1k",
            "custom_load": false,
            "input_size": [3, 224, 224],
            "test_input_size": [3, 288, 288],
            "fixed_input_size": false,
            "interpolation": "bicubic",
            "crop_pct": 0.95,
            "test_crop_pct": 1.0,
            "crop_mode": "center",
            "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225],
            "num_classes": 1000,
            "pool_size": [7, 7],
            "first_conv": "conv1",
            "classifier": "fc"
          }
        }
        """;

    // As https://huggingface.co/microsoft/resnet-50 has it, without its 1000 labels.
    public const string Transformers = """
        {
          "architectures": ["ResNetForImageClassification"],
          "depths": [3, 4, 6, 3],
          "downsample_in_first_stage": false,
          "embedding_size": 64,
          "hidden_act": "relu",
          "hidden_sizes": [256, 512, 1024, 2048],
          "layer_type": "bottleneck",
          "model_type": "resnet",
          "num_channels": 3,
          "num_labels": 1000,
          "torch_dtype": "float32"
        }
        """;

    public const string Preprocessor = """
        {
          "crop_pct": 0.875,
          "do_normalize": true,
          "do_resize": true,
          "feature_extractor_type": "ConvNextFeatureExtractor",
          "image_mean": [0.485, 0.456, 0.406],
          "image_std": [0.229, 0.224, 0.225],
          "resample": 3,
          "size": 224
        }
        """;

    public static readonly NetworkDeclaration ResNet50 = new()
    {
        BlockType = BlockType.Bottleneck,
        Stages = [3, 4, 6, 3],
    };

    public static ImportedNetwork Recognise(
        NetworkDeclaration network,
        string config,
        string? preprocessor = null,
        ImportOptions? options = null
    ) => ShapesOnly.Recognise(ShapesOnly.Of(network), options, folder => Write(folder, config, preprocessor));

    public static string Refuse(NetworkDeclaration network, string config, string? preprocessor = null) =>
        ShapesOnly.Refuse(ShapesOnly.Of(network), beside: folder => Write(folder, config, preprocessor));

    /// <summary>Puts values, as JSON, in place of others.</summary>
    public static string Change(string json, params string[] pairs)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int pair = 0; pair < pairs.Length; pair += 2)
        {
            string[] path = pairs[pair].Split('.');
            JsonObject parent = (path.Length == 1 ? root : root[path[0]]!).AsObject();
            parent[path[^1]] = JsonNode.Parse(pairs[pair + 1]);
        }

        return root.ToJsonString(new JsonSerializerOptions());
    }

    public static void Write(TemporaryFolder folder, string config, string? preprocessor)
    {
        folder.Write("config.json", Encoding.UTF8.GetBytes(config));
        if (preprocessor is not null)
        {
            folder.Write("preprocessor_config.json", Encoding.UTF8.GetBytes(preprocessor));
        }
    }
}
