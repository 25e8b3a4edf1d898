using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Output;

/// <summary>
/// A file that is there whole or not at all. What stands in its way is found before the work, so that nobody waits for a
/// result that cannot be written.
/// </summary>
internal sealed class NewFile
{
    private readonly string _path;
    private readonly Replaceable _replaceable;

    /// <param name="path">Its place.</param>
    /// <param name="replaceable">Which file there is replaced.</param>
    /// <param name="besides">Files that are read or written too, and not to be replaced.</param>
    /// <exception cref="CommandFailure">It is another file of the command, or no name of a file.</exception>
    /// <exception cref="IOException">Something else is there, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public NewFile(string path, Replaceable replaceable, params ReadOnlySpan<string?> besides)
    {
        _path = path;
        _replaceable = replaceable;
        try
        {
            foreach (string? other in besides)
            {
                if (other is not null && TargetFile.AreSame(path, other))
                {
                    throw CommandFailure.CannotWrite(
                        $"{path}: this file is read, or written with something else. Choose another name."
                    );
                }
            }

            // Beside its place, and deleted.
            using TargetFile probe = new(path, replaceable, static _ => { });
        }
        catch (Exception noPath) when (noPath is ArgumentException or NotSupportedException)
        {
            throw CommandFailure.CannotWrite($"{path}: this is no name of a file. {noPath.Message}");
        }
    }

    /// <summary>Another SVG file is replaced.</summary>
    public static Replaceable Svg { get; } = Replaceable.Only("SVG", [.. "<svg"u8], [.. "<?xml"u8]);

    /// <summary>Another PNG file is replaced.</summary>
    public static Replaceable Png { get; } = Replaceable.Only("PNG", [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);

    /// <summary>Any file is replaced if the user says so; the refusal tells how.</summary>
    /// <exception cref="CommandFailure">There is a file, and the user has not said so.</exception>
    public static void RequireForce(bool force, params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (!force && File.Exists(path))
            {
                throw CommandFailure.CannotWrite(
                    $"{path}: there is a file already. --force replaces it; or choose another name."
                );
            }
        }
    }

    /// <summary>Writes all of it and gives it its name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public void Complete(Action<Stream> write) => TargetFile.Write(_path, _replaceable, write);

    /// <inheritdoc cref="Complete(Action{Stream})"/>
    public void Complete(string content) => Complete(stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    /// <inheritdoc cref="Complete(Action{Stream})"/>
    public void Complete(byte[] content) => Complete(stream => stream.Write(content));
}
