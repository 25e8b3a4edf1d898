using System.Text;

namespace ResNetGen.Cli.Output;

/// <summary>
/// Messages that cannot be shown are dropped: a full disk or a closed stream must not stop the work or change its exit
/// code.
/// </summary>
internal sealed class MessageWriter(TextWriter writer) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => writer.Write(value));

    // In one piece, so that lines of two processes do not mix.
    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    public override void Flush() => Try(writer.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // There is nowhere else to say it.
        }
    }
}
