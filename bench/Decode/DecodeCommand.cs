using System.CommandLine;
using ResNetGen.Bench.Compare;
using ResNetGen.Imaging;
using StbImageSharp;

namespace ResNetGen.Bench.Decode;

/// <summary><c>decode FILE ...</c>: our decoders and StbImageSharp's in turns, on the same bytes.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> files = new("file")
        {
            Description = "Pictures: PNG, JPEG or BMP.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<double> seconds = Options.Seconds(3);
        Command command = new("decode", "Compares decoding with StbImageSharp.") { files, seconds };
        command.SetAction(parsed =>
        {
            Console.WriteLine(
                $"{"picture", -32} {"pixels", 11} {"ours ms", 9} {"Stb ms", 9} {"ratio", 6} {"MP/s", 7}   medians of runs in turns"
            );
            foreach (FileInfo file in parsed.GetRequiredValue(files))
            {
                Measure(file, TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            }
        });
        return command;
    }

    private static void Measure(FileInfo file, TimeSpan duration)
    {
        byte[] bytes = File.ReadAllBytes(file.FullName);
        Picture picture = Picture.Decode(bytes, file.Name);
        Turns turns = Turns.Take(() => Picture.Decode(bytes), () => ImageResult.FromMemory(bytes), duration);
        double megapixels = picture.Width * (double)picture.Height / 1e6;
        Console.WriteLine(
            $"{file.Name, -32} {$"{picture.Width}x{picture.Height}", 11} {turns.A.Median, 9:F2} {turns.B.Median, 9:F2} "
                + $"{turns.Ratios.Median, 6:F3} {megapixels / turns.A.Median * 1000, 7:F0}"
        );
    }
}
