using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using ResNetGen.Cli.Learning;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen search</c>.</summary>
internal sealed class SearchCommand
{
    private const string IndexName = ".resnetgen-index.safetensors";
    private const int DefaultTop = 10;

    private static string Notes =>
        $$"""
            DIRECTORY is searched with all directories below it, hidden ones left out. The
            features of its pictures are kept in the file {{IndexName}}
            there: the next search computes those of new and changed pictures alone. When
            a search is ended early, the next one goes on.

            Similarity is the cosine of the features of two pictures: 1 for equal ones.
            QUERY itself is no result, and a copy under another name is called identical.
            A picture is taken whole, with a white border, and transparent parts are white.
            --preset takes another way.

            {{ModelOptions.PresetNotes}}

            Into a file or another program it writes a line a picture: path and similarity
            between tabs, and 'identical' behind those of a copy.

            --json is an object of
              "model", "preset", "query", "directory", "pictures",
              "results": [ { "path", "similarity", "identical" } ],
              "unreadable": [ { "path", "error" } ], "notes": [ ... ]

            Examples:
              resnetgen search garden.jpg photos
              resnetgen search garden.jpg /media/archive --index archive.safetensors
              resnetgen search garden.jpg photos --top 1 | cut -f1
            """;

    private readonly Argument<string> _query = new("QUERY")
    {
        Description = "The picture to look for: a PNG, JPEG or BMP file.",
        HelpName = "QUERY",
    };

    private readonly Argument<string> _directory = new("DIRECTORY")
    {
        Description = "Where to look for pictures that are like it.",
        HelpName = "DIRECTORY",
    };

    private readonly Option<int?> _top = new("--top")
    {
        Description = "Pictures to show, the most similar first.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultTop,
        CustomParser = result => Numbers.Whole(result, int.MaxValue),
    };

    private readonly Option<string?> _index = new("--index")
    {
        Description = $"The file that keeps the features. Default: {IndexName} in DIRECTORY.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = JsonOption.Create("Write a JSON document.");
    private readonly ModelOptions _network = new(DefaultModel.Name);

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        SearchCommand definition = new();
        definition._query.NamesFile();
        definition._directory.NamesFile();
        definition._index.NamesFile();
        Command command = new NotedCommand("search", "Finds the pictures that are most like one.", Notes)
        {
            definition._query,
            definition._directory,
            definition._top,
            definition._index,
            definition._json,
        };
        definition._network.AddTo(command);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_network.Model));
        Preset preset = _network.ChoosePreset(parsed, model);
        Preprocessing preprocessing = _network.PrepareWhole(parsed, preset, model);
        string directory = parsed.GetRequiredValue(_directory);
        PicturesBelow below = PicturesBelow.Find(directory);
        using PictureEmbedder embedder = _network.LoadEmbedder(
            parsed,
            model,
            preprocessing,
            mirrored: false,
            below.Paths.Count,
            terminal
        );
        EmbeddedPicture query = embedder.Embed([parsed.GetRequiredValue(_query)], stop).Single();
        if (query.Problem is { } problem)
        {
            terminal.Report(problem);
            return ExitCode.PictureFailed;
        }

        string[] notes = [.. below.Notes];
        foreach (string note in notes)
        {
            terminal.Report(note);
        }

        IReadOnlyList<EmbeddedPicture> pictures = KeptFeatures.Update(
            terminal,
            parsed.GetValue(_index) ?? Path.Combine(directory, IndexName),
            "--index",
            directory,
            below.Paths,
            embedder,
            stop
        );
        UnreadablePicture[] unreadable =
        [
            .. pictures
                .Where(picture => picture.Problem is not null)
                .Select(picture => new UnreadablePicture(picture.Path, picture.Problem!)),
        ];
        foreach (UnreadablePicture picture in unreadable)
        {
            terminal.Report(Printable.Naming(picture.Path, picture.Error));
        }

        int top = parsed.GetValue(_top) ?? DefaultTop;
        SimilarPicture[] results = [.. Rank(query, pictures).Take(top)];
        if (parsed.GetValue(_json))
        {
            SearchDocument document = new(
                model.Name,
                _network.NameWhole(parsed, preset),
                query.Path,
                directory,
                pictures.Count,
                results,
                unreadable,
                notes
            );
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, DocumentJson.Default.SearchDocument));
        }
        else if (results.Length == 0)
        {
            terminal.Report($"{directory}: there is no other picture in this directory that can be read.");
        }
        else
        {
            Write(terminal, results);
        }

        return unreadable.Length > 0 ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private static IEnumerable<SimilarPicture> Rank(EmbeddedPicture query, IEnumerable<EmbeddedPicture> pictures)
    {
        string itself = Path.GetFullPath(query.Path);
        return pictures
            .Where(picture => picture.Problem is null && Path.GetFullPath(picture.Path) != itself)
            .Select(picture => new SimilarPicture(
                picture.Path,
                Similarity(query, picture),
                picture.ContentHash == query.ContentHash
            ))
            .OrderByDescending(result => result.Identical)
            .ThenByDescending(result => result.Similarity)
            .ThenBy(result => result.Path, StringComparer.Ordinal);
    }

    private static float Similarity(EmbeddedPicture query, EmbeddedPicture picture)
    {
        // Rounding may go beyond 1, and a picture without any feature is like none.
        float cosine = TensorPrimitives.CosineSimilarity(query.Features.Span, picture.Features.Span);
        return picture.ContentHash == query.ContentHash ? 1
            : float.IsNaN(cosine) ? 0
            : Math.Clamp(cosine, -1, 1);
    }

    private static void Write(Terminal terminal, SimilarPicture[] results)
    {
        if (terminal.Screen is null)
        {
            foreach (SimilarPicture result in results)
            {
                terminal.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Printable.Field(result.Path)}\t{result.Similarity:F6}{(result.Identical ? "\tidentical" : "")}"
                    )
                );
            }

            return;
        }

        TextTable table = new(
            new Column("Picture", Wraps: true),
            new Column("Similarity", IsNumber: true),
            new Column("")
        );
        foreach (SimilarPicture result in results)
        {
            table.Add(
                result.Path,
                result.Similarity.ToString("F4", CultureInfo.InvariantCulture),
                result.Identical ? "identical" : ""
            );
        }

        table.Write(terminal);
    }
}
