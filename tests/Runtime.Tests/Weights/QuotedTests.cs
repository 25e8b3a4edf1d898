using System.Globalization;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// Text from a file in messages and in the code that they give: nothing in it hides, and nothing in it moves the rest.
/// </summary>
public sealed class QuotedTests
{
    /// <summary>What is written for it, in both forms.</summary>
    public static TheoryData<string, string> Characters =>
        new()
        {
            { "layer1.0.conv1.weight", "layer1.0.conv1.weight" },
            { "Größe 重み e\u0301", "Größe 重み e\u0301" },
            { "\U0001F600\U00020000", "\U0001F600\U00020000" },
            { "\0\t\n\r\u001b\u007f\u0085", @"\u0000\u0009\u000a\u000d\u001b\u007f\u0085" },
            { "a\u202eb\u2066c\u2069d\u200fe", @"a\u202eb\u2066c\u2069d\u200fe" },
            { "\u00ad\u200b\u200d\u2060\ufeff", @"\u00ad\u200b\u200d\u2060\ufeff" },
            { "\u2028\u2029", @"\u2028\u2029" },
            { "\ue000\uf8ff\U000f0000\U0010fffd", @"\ue000\uf8ff\U000f0000\U0010fffd" },
            { "\u0378\uffff\U0001ffff", @"\u0378\uffff\U0001ffff" },
            { "\U000e0041\U0001d173", @"\U000e0041\U0001d173" },
        };

    [Theory]
    [MemberData(nameof(Characters))]
    public void WhatHidesIsEscaped(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"", Quoted.Text(text));
        Assert.Equal($"\"{expected}\"", Quoted.Python(text));
    }

    // No theory: xunit hands no lone surrogates on.
    [Fact]
    public void LoneSurrogatesAreEscaped()
    {
        foreach (
            (string? text, string? expected) in new[]
            {
                ("a\ud83d", @"a\ud83d"),
                ("\ude00a", @"\ude00a"),
                ("\ude00\ud83d", @"\ude00\ud83d"),
                ("\ud83d\ud83d\ude00", "\\ud83d\U0001F600"),
            }
        )
        {
            WhatHidesIsEscaped(text, expected);
        }
    }

    [Fact]
    public void PythonEndsItsLiteralsWhereTheyEnd() =>
        Assert.Equal(@"""\\\""\\u202e\\""", Quoted.Python(@"\""\u202e\"));

    [Fact]
    public void NoCharacterIsLostOrHidden()
    {
        // Each one there is, lone surrogates too.
        foreach (int number in Enumerable.Range(0, 0x110000))
        {
            string text = Rune.IsValid(number) ? new Rune(number).ToString() : ((char)number).ToString();
            string python = Quoted.Python(text)[1..^1];
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(number);
            if (python[0] != '\\')
            {
                Assert.Equal(text, python);
                Assert.False(
                    category
                        is UnicodeCategory.Control
                            or UnicodeCategory.Format
                            or UnicodeCategory.Surrogate
                            or UnicodeCategory.LineSeparator
                            or UnicodeCategory.ParagraphSeparator
                            or UnicodeCategory.PrivateUse
                            or UnicodeCategory.OtherNotAssigned
                );
                continue;
            }

            int read = python[1] switch
            {
                'u' when python.Length == 6 => int.Parse(python[2..], NumberStyles.AllowHexSpecifier, null),
                'U' when python.Length == 10 => int.Parse(python[2..], NumberStyles.AllowHexSpecifier, null),
                _ => Assert.Single(python[1..]),
            };
            Assert.Equal(number, read);
        }
    }

    [Theory]
    [InlineData(159, "\U0001F600")]
    [InlineData(158, "\U0001F600")]
    [InlineData(160, "")]
    public void CutLeavesPairsWhole(int before, string last)
    {
        string start = new('x', before);

        Assert.Equal($"\"{start}{last}...\"", Quoted.Text($"{start}{last}y"));
        Assert.Equal($"\"{start}{last}\"", Quoted.Text(start + last));
    }
}
