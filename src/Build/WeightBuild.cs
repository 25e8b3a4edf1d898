using System.Globalization;
using ResNetGen.Generator.Plan;
using ResNetGen.Weights;

namespace ResNetGen.Build;

/// <summary>From a request to packed files, or to why there are none.</summary>
internal sealed class WeightBuild
{
    private readonly UserProject _project;
    private readonly List<BuildError> _errors = [];
    private readonly List<string> _messages = [];
    private readonly List<string> _read = [];
    private bool _isComplete = true;

    private WeightBuild(UserProject project) => _project = project;

    public static Outcome Run(Request request)
    {
        if (request.Sources.FirstOrDefault(source => !File.Exists(source)) is string missing)
        {
            // The compiler says so, as of all sources that are missing.
            return new Outcome(
                [],
                [$"{missing}: there is no such source, and nothing is packed"],
                [],
                IsComplete: false
            );
        }

        WeightBuild build = new(UserProject.Read(request));
        using IDisposable? turn = Turn.Take(Path.ChangeExtension(request.Stamp, ".lock"));
        build.CheckDoubles(request.Weights);
        foreach (WeightItem item in request.Weights)
        {
            build.Add(item);
        }

        return new Outcome(build._errors, build._messages, build._read, build._isComplete);
    }

    private void CheckDoubles(IReadOnlyList<WeightItem> items)
    {
        foreach (
            WeightItem[] model in items
                .Where(item => item.Model.Length > 0)
                .GroupBy(item => item.Model, (_, same) => same.ToArray())
        )
        {
            if (model is [WeightItem first, WeightItem second, ..])
            {
                _errors.Add(BuildError.Twice(first, second));
            }
        }
    }

    private void Add(WeightItem item)
    {
        if (item.Model.Length == 0)
        {
            _errors.Add(BuildError.NoModel(item, _project.Networks));
        }
        else if (!TryReadStorage(item.Storage, out WeightStorage storage))
        {
            _errors.Add(BuildError.UnknownStorage(item));
        }
        else if (!TryReadVectors(item.Vectors, out VectorWidth? vectors))
        {
            _errors.Add(BuildError.UnknownVectors(item));
        }
        else if (_project.Find(item.Model) is not { } declared)
        {
            _errors.Add(
                _project.Declares(item.Model)
                    ? BuildError.NoNetwork(item, _project.Networks)
                    : BuildError.ClassNotFound(item, _project.Networks)
            );
        }
        else if (declared.Spec is { } spec)
        {
            // Two items for one class would write one file: that error is said already.
            if (_errors.Count == 0)
            {
                Pack(item, Planner.Plan(spec).Info, storage, vectors);
            }
        }
        else if (declared.Diagnostics.Count > 0)
        {
            // The generator says what is wrong, at its place, when the compiler runs; and that ends before it looks for
            // resources.
            _isComplete = false;
            _messages.Add($"{item.Model}: not packed, as the class has errors");
        }
        else
        {
            _errors.Add(
                BuildError.Unreadable(
                    item,
                    _project.FirstErrorOf(item.Model) is { Length: > 0 } error ? error : "it is no constant"
                )
            );
        }
    }

    private void Pack(WeightItem item, ModelInfo network, WeightStorage storage, VectorWidth? vectors)
    {
        try
        {
            using WeightFile weights = WeightFile.Open(network, item.File, Path.GetDirectoryName(item.Packed)!);
            _read.AddRange(weights.Files.Where(file => file != item.File));
            if (weights.Other is { } other)
            {
                _errors.Add(BuildError.OtherComputation(item, network.Declaration, other));
                return;
            }

            bool isNew = new PackedItem(network, item, storage, vectors).Update(weights);
            string size = string.Create(
                CultureInfo.InvariantCulture,
                $"{new FileInfo(item.Packed).Length / 1e6:0.0} MB"
            );
            string without = weights.LeftOut > 0 ? $", without {weights.LeftOut} tensors that are no part of it" : "";
            _messages.Add(
                $"{item.Model}: {(isNew ? "packed" : "unchanged")}, {size} in {storage}, from {item.File}{without}"
            );
        }
        catch (WeightMismatchException exception)
        {
            _errors.Add(BuildError.OtherNetwork(item, network.Declaration, Differences.InOneLine(exception)));
        }
        catch (WeightException exception)
        {
            _errors.Add(BuildError.UnusableFile(item, Differences.InOneLine(exception.Message)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _errors.Add(BuildError.CannotWrite(item, Differences.InOneLine(exception.Message)));
        }
    }

    private static bool TryReadStorage(string text, out WeightStorage storage)
    {
        storage = default;
        return text.Length == 0
            || (
                Enum.GetNames<WeightStorage>().Contains(text, StringComparer.OrdinalIgnoreCase)
                && Enum.TryParse(text, ignoreCase: true, out storage)
            );
    }

    private static bool TryReadVectors(string text, out VectorWidth? vectors)
    {
        vectors = AlgorithmChoice
            .Widths.Where(width => text == ((int)width).ToString(CultureInfo.InvariantCulture))
            .Select(width => (VectorWidth?)width)
            .FirstOrDefault();
        return vectors is not null || text.Length == 0;
    }
}
